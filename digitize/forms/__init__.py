"""Written forms: what a department says of a form's printed words and the places of its fields."""

from digitize.forms.template import Anchor, FormTemplate, Zone

__all__ = ["Anchor", "FormTemplate", "Zone"]
