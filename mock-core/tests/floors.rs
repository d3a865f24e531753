//! The rooms of the core are floors: each uses only those below it. Here they are in order, and every file is looked at.
//!
//! It knows the sources as text: what is imported or spelled out as `crate::room::..` outside of comments, in tests of the
//! core as well. What macros write down as `$crate::..` is the user's crate's, and does not count.

use std::fs;
use std::path::{Path, PathBuf};

/// From the ground up.
const ROOMS: [&str; 23] = [
    "base",
    "time",
    "values",
    "records",
    "matching",
    "report",
    "tasks",
    "sessions",
    "waiting",
    "contexts",
    "doubles",
    "engine",
    "views",
    "kinds",
    "futures",
    "methods",
    "expectations",
    "verification",
    "signatures",
    "functions",
    "written",
    "rt",
    "harness",
];

const MOST_BESIDE_LIB: usize = 5;
const MOST_LINES: usize = 600;

fn floor_of(room: &str) -> Option<usize> {
    ROOMS.iter().position(|known| *known == room)
}

/// What a file of a room uses that it must not: a room above its own, or one that has no floor.
fn misuses(file: &str, text: &str) -> Vec<String> {
    let room = file.split('/').next().unwrap_or_default();
    let own = floor_of(room).unwrap_or_else(|| panic!("{file}: {room} is none of the rooms"));
    let code = without_comments(text);
    let mut found = Vec::new();
    for (number, line) in code.lines().enumerate() {
        let place = format!("{file}:{}", number + 1);
        if line.contains("super::super::") {
            found.push(format!("{place}: a path that goes up twice says not where to: {}", line.trim()));
        }
        for path in paths_in(line) {
            let used = path.split("::").nth(1).unwrap_or_default();
            match floor_of(used) {
                Some(floor) if floor <= own => {}
                Some(_) => found.push(format!("{place}: {room} uses {used}, which is above it: {}", line.trim())),
                // A list, or a name of the crate's own surface, would hide which room is used.
                None => found.push(format!("{place}: {path} does not begin with a room: {}", line.trim())),
            }
        }
    }
    found
}

/// The paths in a line that begin at the crate's root: `crate::base::lock`.
fn paths_in(line: &str) -> impl Iterator<Item = &str> {
    let of_path = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == ':';
    line.match_indices("crate::").filter_map(move |(start, _)| {
        // `$crate::` is written down for others, and `some_crate::` is another name.
        let is_root = !line[..start].ends_with(|before: char| before == '$' || of_path(before));
        let path = &line[start..];
        is_root.then(|| path.split(|letter: char| !of_path(letter)).next().unwrap_or(path))
    })
}

/// The text with spaces in place of comments, line by line, so that places stay the same.
fn without_comments(text: &str) -> String {
    let kept = |line: &str| match line.trim_start().starts_with("//") {
        true => String::new(),
        false => line.split(" // ").next().unwrap_or(line).to_owned(),
    };
    text.lines().map(kept).collect::<Vec<_>>().join("\n")
}

fn sources() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Every file of the core, by its path from the sources' folder on, and its text.
fn files() -> Vec<(String, String)> {
    fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => collect(&path, files),
                false => files.push(path),
            }
        }
    }
    let mut paths = Vec::new();
    collect(&sources(), &mut paths);
    paths.sort();
    let name = |path: &Path| {
        let parts: Vec<_> = path.strip_prefix(sources()).unwrap().iter().map(|part| part.to_str().unwrap()).collect();
        parts.join("/")
    };
    paths.iter().map(|path| (name(path), fs::read_to_string(path).unwrap())).collect()
}

fn is_in_a_room(file: &str) -> bool {
    file.contains('/')
}

#[test]
fn each_room_uses_only_those_below_it() {
    let files = files();
    let in_rooms = files.iter().filter(|(file, _)| is_in_a_room(file));
    let found: Vec<String> = in_rooms.flat_map(|(file, text)| misuses(file, text)).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn every_floor_has_its_room_and_every_room_says_what_it_is_for() {
    for room in ROOMS {
        let door = sources().join(room).join("mod.rs");
        let text = fs::read_to_string(&door).unwrap_or_else(|error| panic!("{}: {error}", door.display()));
        assert!(text.starts_with("//! "), "{}: it does not say what the room is for", door.display());
    }
}

#[test]
fn no_file_is_too_long_and_few_lie_beside_the_rooms() {
    let files = files();
    let long = files.iter().map(|(file, text)| (file, text.lines().count())).filter(|(_, lines)| *lines > MOST_LINES);
    assert_eq!(long.collect::<Vec<_>>(), []);
    let beside: Vec<&String> =
        files.iter().map(|(file, _)| file).filter(|file| !is_in_a_room(file) && *file != "lib.rs").collect();
    assert!(beside.len() <= MOST_BESIDE_LIB, "{beside:?}");
}

#[test]
fn an_upward_import_is_reported() {
    let text = "//! Of [`crate::harness`].\n\
                use crate::base::lock::Lock;\n\
                use crate::harness::trial::Trial; // as never before\n\
                // use crate::rt::spawn;\n\
                fn at(scene: &crate::sessions::scene::Scene) -> $crate::Calls { other_crate::rt() }\n\
                use crate::{base, engine};\n\
                use super::super::rt;\n";
    assert_eq!(
        misuses("records/event.rs", text),
        [
            "records/event.rs:3: records uses harness, which is above it: use crate::harness::trial::Trial;",
            "records/event.rs:5: records uses sessions, which is above it: fn at(scene: &crate::sessions::scene::Scene) -> \
             $crate::Calls { other_crate::rt() }",
            "records/event.rs:6: crate:: does not begin with a room: use crate::{base, engine};",
            "records/event.rs:7: a path that goes up twice says not where to: use super::super::rt;",
        ]
    );
    assert_eq!(misuses("harness/trial.rs", "use crate::harness::limit;\nuse crate::rt;\n"), Vec::<String>::new());
}
