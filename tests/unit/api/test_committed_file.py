"""Documents that are made from the routes and committed."""

from relayboard.api.committed_file import write_or_check


def test_a_document_that_is_not_up_to_date_is_noticed(tmp_path, capsys):
    file = tmp_path / "new" / "contract.json"
    assert write_or_check(["--check", str(file)], "one") == 1
    assert write_or_check(["--write", str(file)], "one") == 0
    assert file.read_text() == "one"
    assert write_or_check(["--check", str(file)], "one") == 0
    assert write_or_check(["--check", str(file)], "another") == 1
    assert "make openapi" in capsys.readouterr().err
