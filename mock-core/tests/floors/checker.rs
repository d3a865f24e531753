//! Rooms on floors: folders of sources, each of which uses only those below it. The tests of both crates look at their files
//! by this.
//!
//! It knows the sources as text: what is imported or spelled out as `crate::room::..` outside of comments, in tests of the
//! crate as well. What macros write down as `$crate::..` is the user's crate's, and does not count.

use std::fs;
use std::path::{Path, PathBuf};

const MOST_BESIDE_LIB: usize = 5;
const MOST_LINES: usize = 600;

/// The rooms of a crate.
pub(crate) struct Floors {
    /// The folder that they are in.
    pub(crate) sources: &'static str,
    /// From the ground up.
    pub(crate) rooms: &'static [&'static str],
    /// Files that quote what others write, whose `crate::..` is not this crate's.
    pub(crate) quotes: &'static [&'static str],
}

impl Floors {
    fn floor_of(&self, room: &str) -> Option<usize> {
        self.rooms.iter().position(|known| *known == room)
    }

    /// What a file of a room uses that it must not: a room above its own, or one that has no floor.
    pub(crate) fn misuses(&self, file: &str, text: &str) -> Vec<String> {
        let room = room_of(file);
        let own = self.floor_of(room).unwrap_or_else(|| panic!("{file}: {room} is none of the rooms"));
        let code = without_comments(text);
        let mut found = Vec::new();
        for (number, line) in code.lines().enumerate() {
            let place = format!("{file}:{}", number + 1);
            if line.contains("super::super::") {
                found.push(format!("{place}: a path that goes up twice says not where to: {}", line.trim()));
            }
            for path in paths_in(line) {
                let used = path.split("::").nth(1).unwrap_or_default();
                match self.floor_of(used) {
                    Some(floor) if floor <= own => {}
                    Some(_) => found.push(format!("{place}: {room} uses {used}, which is above it: {}", line.trim())),
                    // A list, or a name of the crate's own surface, would hide which room is used.
                    None => found.push(format!("{place}: {path} does not begin with a room: {}", line.trim())),
                }
            }
        }
        found
    }

    pub(crate) fn assert_uses_below(&self) {
        let found: Vec<String> = self.in_rooms().flat_map(|(file, text)| self.misuses(&file, &text)).collect();
        assert!(found.is_empty(), "{}", found.join("\n"));
    }

    /// The rooms that a room uses beside itself, from the ground up.
    #[allow(dead_code, reason = "one crate says it of each room, the other has too many")]
    pub(crate) fn used_by(&self, room: &str) -> Vec<&'static str> {
        let texts = self.in_rooms().filter(|(file, _)| room_of(file) == room);
        let code: Vec<String> = texts.map(|(_, text)| without_comments(&text)).collect();
        let uses = |other: &str| {
            let paths = code.iter().flat_map(|code| code.lines()).flat_map(paths_in);
            paths.into_iter().any(|path| path.split("::").nth(1) == Some(other))
        };
        self.rooms.iter().copied().filter(|other| *other != room && uses(other)).collect()
    }

    pub(crate) fn assert_doors(&self) {
        for room in self.rooms {
            let door = Path::new(self.sources).join(room).join("mod.rs");
            let text = fs::read_to_string(&door).unwrap_or_else(|error| panic!("{}: {error}", door.display()));
            assert!(text.starts_with("//! "), "{}: it does not say what the room is for", door.display());
        }
    }

    pub(crate) fn assert_sizes(&self) {
        let files = self.files();
        let lines = files.iter().map(|(file, text)| (file, text.lines().count()));
        assert_eq!(lines.filter(|(_, lines)| *lines > MOST_LINES).collect::<Vec<_>>(), []);
        let beside: Vec<&String> =
            files.iter().map(|(file, _)| file).filter(|file| !is_in_a_room(file) && *file != "lib.rs").collect();
        assert!(beside.len() <= MOST_BESIDE_LIB, "{beside:?}");
    }

    /// The files of the rooms that have paths of the crate's.
    fn in_rooms(&self) -> impl Iterator<Item = (String, String)> {
        let quotes = |file: &String| self.quotes.contains(&file.as_str());
        self.files().into_iter().filter(move |(file, _)| is_in_a_room(file) && !quotes(file))
    }

    /// Every file of the crate, by its path from the sources' folder on, and its text.
    fn files(&self) -> Vec<(String, String)> {
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
        collect(Path::new(self.sources), &mut paths);
        paths.sort();
        let name = |path: &Path| {
            let parts: Vec<_> =
                path.strip_prefix(self.sources).unwrap().iter().map(|part| part.to_str().unwrap()).collect();
            parts.join("/")
        };
        paths.iter().map(|path| (name(path), fs::read_to_string(path).unwrap())).collect()
    }
}

fn room_of(file: &str) -> &str {
    file.split('/').next().unwrap_or_default()
}

fn is_in_a_room(file: &str) -> bool {
    file.contains('/')
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
