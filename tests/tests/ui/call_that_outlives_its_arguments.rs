use asyncmock::mock;

mock! {
    pub Cat {
        pub async fn go(&self, direction: &str) -> u32;
    }
}

fn main() {
    let cat = MockCat::new();
    let _call;
    {
        let direction = String::from("north");
        _call = cat.go(&direction);
    }
}
