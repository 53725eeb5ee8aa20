"""Prints a SAM template as the CloudFormation that it becomes; run with the Python that has the translator."""

import json
import sys
from pathlib import Path

from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse


class NoPolicies:
    """The managed policies of an account, of which the template uses none."""

    def load(self) -> dict[str, str]:
        return {}


template = yaml_parse(Path(sys.argv[1]).read_text(encoding="utf-8"))
sys.stdout.write(json.dumps(transform(template, {}, NoPolicies())))
