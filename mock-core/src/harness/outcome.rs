//! What the body of a test gives, which is a failure if it is an error: asked by [`has_failed`](Outcome::has_failed) wherever the
//! type is known.

use std::ops::Deref;

/// The output of a body.
pub struct Outcome<'o, T>(pub &'o T);

/// What is known of an output of any type.
pub struct Any;

impl<T, E> Outcome<'_, Result<T, E>> {
    /// Whether it is an error.
    pub fn has_failed(&self) -> bool {
        self.0.is_err()
    }
}

impl Any {
    /// Whether it is an error: nothing else is.
    pub fn has_failed(&self) -> bool {
        false
    }
}

// Found behind it where it has no answer of its own.
impl<T> Deref for Outcome<'_, T> {
    type Target = Any;

    fn deref(&self) -> &Any {
        &Any
    }
}

#[cfg(test)]
mod tests {
    use super::Outcome;

    #[test]
    fn an_error_alone_is_a_failure() {
        let (good, bad): (Result<u32, String>, Result<u32, String>) = (Ok(1), Err("no cat".to_owned()));
        assert!(!Outcome(&good).has_failed() && Outcome(&bad).has_failed());
        assert!(!Outcome(&()).has_failed());
    }
}
