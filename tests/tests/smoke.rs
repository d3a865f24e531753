use asyncmock::{automock, predicate::*};

#[automock]
trait Cat {
    fn pet(&self);
    async fn go(&self, direction: &str, steps: u32) -> Result<bool, String>;
    fn name(&self) -> &str;
    fn id(&mut self) -> &mut u32;
}

#[tokio::test]
async fn herds() {
    let mut cat = MockCat::new();
    cat.expect_pet().once().return_const(());
    cat.expect_go().with(eq("north"), ge(1)).times(1).returning(|_, steps| Ok(steps > 0));
    cat.expect_name().return_const("Tom".to_owned());
    cat.expect_id().return_var(5);
    let go = cat.calls_to_go();
    cat.pet();
    assert!(cat.go("north", 3).await.unwrap());
    assert_eq!(cat.name(), "Tom");
    *cat.id() += 1;
    assert_eq!(*cat.id(), 6);
    go.assert_awaited_once_with("north", 3);
    assert_eq!(go.last().unwrap().args().0, "north");
    println!("{}", asyncmock::journal());
}

#[tokio::test]
async fn fails() {
    let cat = MockCat::new();
    cat.expect_go().with_args("north", 3).times(1).returning(|_, steps| Ok(steps > 0));
    cat.expect_go().with(eq("west"), ge(1)).times(1).returning(|_, steps| Ok(steps > 0));
    cat.go("south", 3).await.unwrap();
}
