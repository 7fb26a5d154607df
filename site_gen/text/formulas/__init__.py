"""Formulas as authors write them -> the TeX that the converter to MathML knows."""
