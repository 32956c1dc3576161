"""Measurements, each a program that prints a table; none decides a test."""
