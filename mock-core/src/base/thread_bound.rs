//! What must not leave its thread, inside a mock that may: the closures of the `_st` methods.

use fragile::Fragile;

/// A value that may be touched on the thread where it was made, and nowhere else.
pub struct ThreadBound<T>(Fragile<T>);

const ELSEWHERE: &str = "an expectation made by a `_st` method was used on another thread; \
                         use the method without `_st`, or make the call on the expectation's own thread";

impl<T> ThreadBound<T> {
    /// Binds a value to this thread.
    pub fn new(value: T) -> Self {
        ThreadBound(Fragile::new(value))
    }

    /// The value, on its thread.
    pub fn get(&self) -> &T {
        self.0.try_get().expect(ELSEWHERE)
    }

    /// The value, on its thread.
    pub fn get_mut(&mut self) -> &mut T {
        self.0.try_get_mut().expect(ELSEWHERE)
    }

    /// The value, on its thread.
    pub fn into_inner(self) -> T {
        match self.0.try_into_inner() {
            Ok(value) => value,
            Err(_) => panic!("{ELSEWHERE}"),
        }
    }
}
