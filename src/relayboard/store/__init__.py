"""The single table's repositories, written once over the table port."""
