//! A method of a real object, without its types: calls of a spy go on to it.

use crate::base::erased::Erased;
use crate::engine::answer::Reply;
use crate::values::frame::{Arguments, Room};

/// A method of the real object, whatever the object's type and the method's.
pub(crate) struct RealMethod {
    real: Erased,
    call: RealCall,
}

/// Calls a method of a real object.
pub(crate) type RealCall = for<'c> unsafe fn(*const (), Arguments<'c>, Room<'c>) -> Reply<'c>;

impl RealMethod {
    /// Without its types.
    ///
    /// # Safety
    ///
    /// The function takes what is in there, and arguments and a room of the method's calls.
    pub(crate) unsafe fn erased(real: Erased, call: RealCall) -> Self {
        RealMethod { real, call }
    }

    /// Calls it.
    ///
    /// # Safety
    ///
    /// The arguments and the room are those of a call of the same method. What it gives is used no longer than the
    /// arguments live, nor than this does.
    pub(crate) unsafe fn call<'c>(&self, arguments: Arguments<'c>, room: Room<'c>) -> Reply<'c> {
        // SAFETY: as the caller says.
        unsafe { (self.call)(self.real.get(), arguments, room) }
    }
}
