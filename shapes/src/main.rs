//! Draws traits at random, mocks them, and sees to it that each of them either compiles and passes a call through its
//! mock, or is refused by exactly one error of the macro's own.
//!
//! ```sh
//! cargo run -p asyncmock-shapes -- --traits 2000
//! ```
//!
//! The same seed gives the same shapes. The crates stay in `target/shapes`, one module for each shape.

#![forbid(unsafe_code)]

mod argument;
mod json;
mod method;
mod options;
mod random;
mod render;
mod returns;
mod shape;
mod trial;
mod weights;
mod workshop;

use std::process::ExitCode;
use std::time::Instant;
use std::{env, io};

use options::Options;
use random::Random;
use shape::Shape;
use trial::Trial;

fn main() -> io::Result<ExitCode> {
    let options = match Options::parse(env::args().skip(1)) {
        Ok(options) => options,
        Err(text) => {
            eprintln!("{text}");
            return Ok(ExitCode::from(2));
        }
    };
    println!("seed {}, {} traits", options.seed, options.traits);
    let started = Instant::now();
    let mut random = Random::new(options.seed);
    let mut total = Trial::default();
    let mut index = 0;
    while index < options.traits {
        let count = options.per_crate.min(options.traits - index);
        let shapes: Vec<Shape> = (0..count).map(|_| Shape::draw(&mut random, &options.weights)).collect();
        let trial = Trial::of(&shapes, index, &options)?;
        index += count;
        trial.failed.iter().for_each(|failure| println!("\n{failure}"));
        println!(
            "{index}: {} accepted, {} refused, {} failed",
            trial.accepted,
            trial.refused.len(),
            trial.failed.len()
        );
        total.add(trial);
    }
    total.report();
    println!(
        "seed {}: {} traits, {} accepted, {} refused, {} failed, {} s",
        options.seed,
        options.traits,
        total.accepted,
        total.refused.len(),
        total.failed.len(),
        started.elapsed().as_secs()
    );
    Ok(if total.failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
