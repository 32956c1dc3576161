"""Routers, dependencies, templating, exports: HTTP and nothing else."""
