"""The demonstration: 300 invented organizations in three scripts, four more that are there twice, invented people, and
the real programme COMPASS.
"""

from registry.actions.demo.load import load_demo
from registry.actions.demo.people import demo_sign_ins

__all__ = ["demo_sign_ins", "load_demo"]
