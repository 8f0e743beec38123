"""Imports of statistics that outlive the request that began them: a process, its folder, its lock.

`folders` says what lies on the disk, `starting` begins a step in a process of its own, `work` is what that
process does, `states` how a page knows what has become of it. docs/decisions/import-jobs.md.
"""
