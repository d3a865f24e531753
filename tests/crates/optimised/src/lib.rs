//! Tests in a crate that is optimised in every profile (see the `Cargo.toml` of the workspace), as those of `--release` are.
