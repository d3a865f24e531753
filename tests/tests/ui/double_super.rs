//! The parent module.

mod a {
    #[asyncmock::double]
    use super as parent;

    pub fn f() {
        parent::main();
    }
}

fn main() {
    a::f();
}
