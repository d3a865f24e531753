//! The root of the crate, as a macro spells it.

macro_rules! import_root {
    () => {
        #[asyncmock::double]
        use $crate as root;
    };
}

import_root!();

fn foo() {}

fn main() {
    root::foo();
}
