//! Tests of tests whose progress comes from outside of what the harness made: see `tests/`.
