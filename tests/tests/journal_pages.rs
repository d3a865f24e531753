//! The pages of failed tests: `ASYNCMOCK_JOURNAL=dir`, and the summary of a CI's step. Each test below that is ignored fails, or
//! does not, in a process of its own.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use asyncmock::automock;
use asyncmock_tests::rerun_with;
use tokio::time::timeout;

#[automock]
trait Cat: Send + Sync + 'static {
    fn pet(&self) -> u32;
    fn go(&self, direction: &str) -> impl Future<Output = bool> + Send;
}

/// A directory that is empty, and whose name no other test has.
fn directory(name: &str) -> PathBuf {
    let directory =
        PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("journal_pages_{name}_{}", std::process::id()));
    let _there_was_none = fs::remove_dir_all(&directory);
    directory
}

/// What is in a directory, and is removed.
fn take(directory: &PathBuf) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for file in fs::read_dir(directory).into_iter().flatten() {
        let file = file.unwrap();
        files.push((file.file_name().into_string().unwrap(), fs::read_to_string(file.path()).unwrap()));
    }
    files.sort();
    let _there_may_be_none = fs::remove_dir_all(directory);
    files
}

/// What a test of this binary writes to a directory.
fn written_by(test: &str) -> (bool, Vec<(String, String)>) {
    let directory = directory(test);
    let (passes, _) = rerun_with(test, [("ASYNCMOCK_JOURNAL", directory.to_str().unwrap())]);
    (passes, take(&directory))
}

#[asyncmock::test(start_paused = true)]
#[ignore = "fails"]
async fn a_test_that_fails() {
    let cat = MockCat::new();
    cat.expect_go().pending();
    assert!(timeout(Duration::from_millis(20), cat.go("<north>")).await.is_err());
    assert_eq!(1 + 1, 3, "so that it <fails>");
}

#[asyncmock::test]
#[ignore = "is run by another"]
async fn a_test_that_passes() {
    MockCat::relaxed().pet();
}

#[asyncmock::test]
#[ignore = "fails"]
async fn a_test_without_calls() {
    panic!("no mock has anything to do with it");
}

#[tokio::test]
#[ignore = "fails"]
async fn a_plain_test_that_panics() {
    let cat = MockCat::relaxed();
    cat.go("south").await;
    panic!("for whatever reason");
}

#[tokio::test]
#[ignore = "fails"]
async fn a_plain_test_whose_mock_is_not_satisfied() {
    let cat = MockCat::relaxed();
    cat.expect_pet().once().return_const(1_u32);
    cat.go("south").await;
}

#[tokio::test]
#[ignore = "fails"]
async fn a_plain_test_with_a_refused_call_and_mocks_beside() {
    let (cat, _other) = (MockCat::new(), MockCat::relaxed());
    _other.pet();
    let _third = MockCat::relaxed();
    cat.pet();
}

/// As one test after another does that are run on one thread.
#[test]
#[ignore = "fails"]
fn a_plain_test_after_mocks_that_failed_and_are_gone() {
    let cat = MockCat::new();
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| cat.pet())).unwrap_err();
    drop(cat);
    let cat = MockCat::relaxed();
    cat.pet();
    panic!("for whatever reason");
}

#[test]
fn a_failed_test_has_a_page_with_its_failure_and_an_index_lists_it() {
    let (passes, files) = written_by("a_test_that_fails");
    assert!(!passes);
    let [(index_name, index), (page_name, page)] = &files[..] else { panic!("{files:?}") };
    assert_eq!(page_name, "journal_pages--journal_pages--a_test_that_fails.html");
    assert!(page.contains("<h1>journal_pages::a_test_that_fails</h1>"), "{page}");
    assert!(page.contains("so that it &lt;fails&gt;"), "{page}");
    assert!(
        page.contains("<td>Cat::go(\"&lt;north&gt;\")<td>cancelled<td>20ms<td>tests/tests/journal_pages.rs:"),
        "{page}"
    );
    assert_eq!(index_name, "index.html");
    let link = "<a href=\"journal_pages--journal_pages--a_test_that_fails.html\">journal_pages::journal_pages::a_test_that_fails</a>";
    assert!(index.contains(link), "{index}");
}

#[test]
fn a_test_that_passes_has_none_nor_has_one_without_calls() {
    assert_eq!(written_by("a_test_that_passes"), (true, Vec::new()));
    assert_eq!(written_by("a_test_without_calls"), (false, Vec::new()));
}

#[test]
fn a_plain_test_has_a_page_if_it_panics_or_its_mocks_lack_calls() {
    let (_, files) = written_by("a_plain_test_that_panics");
    assert_eq!(files.len(), 2, "{files:?}");
    assert_eq!(files[1].0, "journal_pages--a_plain_test_that_panics.html");
    assert!(files[1].1.contains("<td>Cat::go(\"south\")<td>completed"), "{}", files[1].1);
    let (_, files) = written_by("a_plain_test_whose_mock_is_not_satisfied");
    let page = &files[1].1;
    assert!(page.contains("<pre>MockCat::pet: Expectation(&lt;anything&gt;) called 0 time(s)"), "{page}");
}

/// Whichever mock is dropped last, and once, however many there are.
#[test]
fn the_page_of_a_plain_test_has_what_a_mock_has_said() {
    let (directory, summary) = (directory("beside"), directory("beside_summary"));
    let test = "a_plain_test_with_a_refused_call_and_mocks_beside";
    let variables =
        [("ASYNCMOCK_JOURNAL", directory.to_str().unwrap()), ("GITHUB_STEP_SUMMARY", summary.to_str().unwrap())];
    rerun_with(test, variables);
    let (files, diagrams) = (take(&directory), fs::read_to_string(&summary).unwrap());
    fs::remove_file(&summary).unwrap();
    assert!(files[1].1.contains("<pre>MockCat::pet(): No matching expectation found\n"), "{}", files[1].1);
    assert_eq!(diagrams.matches("```mermaid").count(), 1, "{diagrams}");
}

#[test]
fn a_page_has_nothing_of_mocks_that_were_gone_before() {
    let (_, files) = written_by("a_plain_test_after_mocks_that_failed_and_are_gone");
    assert!(files[1].1.contains("<td>Cat::pet()<td>completed"), "{}", files[1].1);
    assert!(!files[1].1.contains("No matching expectation"), "{}", files[1].1);
}

/// Each of several that are written at once.
#[test]
fn the_index_has_every_page() {
    let directory = directory("all");
    let variables = [("ASYNCMOCK_JOURNAL", directory.to_str().unwrap())];
    let tests = [
        "a_test_that_fails",
        "a_plain_test_that_panics",
        "a_plain_test_whose_mock_is_not_satisfied",
        "a_plain_test_with_a_refused_call_and_mocks_beside",
    ];
    std::thread::scope(|scope| {
        for test in tests {
            scope.spawn(move || rerun_with(test, variables));
        }
    });
    let files = take(&directory);
    assert_eq!(files.len(), tests.len() + 1);
    for (name, _) in &files[1..] {
        assert!(files[0].1.contains(&format!("<a href=\"{name}\">")), "{name} is not in {}", files[0].1);
    }
}

#[test]
fn what_cannot_be_written_is_a_warning_and_the_failure_stays_as_it_is() {
    let file = directory("a_file");
    fs::write(&file, "no directory").unwrap();
    let (passes, printed) = rerun_with("a_test_that_fails", [("ASYNCMOCK_JOURNAL", file.to_str().unwrap())]);
    fs::remove_file(&file).unwrap();
    assert!(!passes);
    let warning = format!(
        "asyncmock: warning: journal_pages::a_test_that_fails: its journal could not be written to `{}` (ASYNCMOCK_JOURNAL): ",
        file.display()
    );
    assert!(printed.contains(&warning), "{printed}");
    assert!(printed.contains("so that it <fails>"), "{printed}");
}

#[test]
fn the_summary_of_a_step_has_a_diagram_of_each_failed_test() {
    let summary = directory("summary");
    fs::write(&summary, "what was there\n").unwrap();
    for test in ["a_test_that_fails", "a_test_that_passes"] {
        rerun_with(test, [("GITHUB_STEP_SUMMARY", summary.to_str().unwrap())]);
    }
    let text = fs::read_to_string(&summary).unwrap();
    fs::remove_file(&summary).unwrap();
    assert_eq!(
        text,
        "what was there\n\
         ### journal_pages::a_test_that_fails\n\
         \n\
         ```mermaid\n\
         sequenceDiagram\n    \
             participant test\n    \
             participant m0 as MockCat\n    \
             test->>m0: go(\"#60;north#62;\")\n    \
             test-xm0: cancelled go\n\
         ```\n\n"
    );
}
