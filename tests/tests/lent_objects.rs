//! Objects that a mock lends which must itself be sent or shared between threads.

use std::any::Any;
use std::cell::Cell;
use std::fmt::Debug;
use std::sync::Arc;

use asyncmock::{automock, mock};

#[automock]
pub trait Plan: Debug + Send + Sync {
    fn as_any(&self) -> &dyn Any;
    fn as_any_mut(&mut self) -> &mut dyn Any;
    fn label(&self) -> &(dyn Debug + Send);
}

#[test]
fn what_is_lent_can_be_shared_as_the_mock_can() {
    let mut plan = MockPlan::new();
    plan.expect_as_any().return_const(Box::new(1_u32));
    plan.expect_as_any_mut().return_var(Box::new(1_u32));
    plan.expect_label().returning(|| Box::new("a"));
    *plan.as_any_mut().downcast_mut::<u32>().unwrap() += 1;
    assert_eq!(plan.as_any_mut().downcast_ref(), Some(&2_u32));
    let plan: Arc<dyn Plan> = Arc::new(plan);
    let label = {
        let plan = Arc::clone(&plan);
        std::thread::spawn(move || format!("{:?}", plan.label())).join().unwrap()
    };
    assert_eq!((label.as_str(), plan.as_any().downcast_ref()), ("\"a\"", Some(&1_u32)));
}

#[automock]
pub trait Task
where
    Self: Send,
{
    fn state(&self) -> &dyn Any;
}

#[test]
fn what_is_lent_is_no_more_than_the_mock_must_be() {
    let task = MockTask::new();
    task.expect_state().return_const(Box::new(Cell::new(1)));
    std::thread::spawn(move || assert!(task.state().is::<Cell<i32>>())).join().unwrap();
}

pub trait Foreign: Send + Sync {
    fn as_any(&self) -> &dyn Any;
}

mock! {
    Foreign {}
    impl Foreign for Foreign where Self: Send + Sync {
        fn as_any(&self) -> &dyn Any;
    }
}

#[test]
fn a_clause_says_what_a_trait_demands_that_is_not_seen() {
    let foreign = MockForeign::new();
    foreign.expect_as_any().return_const(Box::new("a"));
    let foreign: Box<dyn Foreign> = Box::new(foreign);
    assert!(foreign.as_any().is::<&str>());
}

#[automock]
pub trait Holder<T: 'static>: Send + Sync {
    fn held(&self) -> &T;
    fn held_mut(&mut self) -> &mut T;
}

#[test]
fn a_generic_mock_is_shared_whatever_its_type_is() {
    fn shared<T: Send + Sync>(_: &T) {}
    shared(&MockHolder::<Cell<u8>>::new());
    let mut holder = MockHolder::<u32>::new();
    holder.expect_held().return_const(1_u32);
    holder.expect_held_mut().returning(|| 2);
    assert_eq!((*holder.held(), *holder.held_mut()), (1, 2));
}
