//! Searches that are done by several processes, or by one after the other.

use super::*;

const IN_THREE: (&str, &str) = ("ASYNCMOCK_JOBS", "3");

#[test]
#[ignore = "it is run by others, in several processes"]
fn two_searches() {
    assert_eq!(Explore::new().run(|| several(3)).schedules(), 6);
    let report = Explore::new().run(|| async {
        let seen = several(5).await;
        explore::sometimes("the last is first", seen[0] == 4);
        format!("{seen:?}\n\t\\")
    });
    println!("\nreport: {report}\n{}", report.table());
}

#[test]
fn the_parts_are_the_whole() {
    let (alone, in_parts) =
        (run_alone("processes::two_searches", &[]), run_alone("processes::two_searches", &[IN_THREE]));
    let report = |(passed, output): &(bool, String)| {
        assert!(*passed, "{output}");
        assert!(!output.contains("warning"), "{output}");
        let lines = output.lines().skip_while(|line| !line.starts_with("report: "));
        let mut lines: Vec<String> = lines.take_while(|line| !line.starts_with("test ")).map(str::to_owned).collect();
        lines.sort();
        lines
    };
    assert_eq!(report(&alone), report(&in_parts));
    assert!(in_parts.1.contains("report: 120 schedules, which are all there are\n"), "{}", in_parts.1);
}

#[asyncmock::test(explore)]
#[ignore = "it is run by others, and fails"]
async fn fails_late() {
    assert_ne!(several(5).await, [4, 3, 1, 2, 0], "this order is not liked");
}

#[test]
fn what_fails_in_a_part_fails() {
    let text = |variables: &[(&str, &str)]| {
        let (passed, output) = run_alone("processes::fails_late", variables);
        assert!(!passed, "{output}");
        let begin = output.find("assertion `left != right` failed: this order is not liked\n").expect(&output);
        let end = output
            .find("\n  as a test: Explore::replay(\"am1:4~a11d.3~229e.1~e985.1~9966\").run(..)\n")
            .expect(&output);
        // How many had passed depends on which process was faster.
        let lines = output[begin..end].lines().filter(|line| !line.contains(" before it "));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(text(&[]), text(&[IN_THREE]));
}

#[test]
#[ignore = "it is run by others, and fails"]
fn never_comes_to_pass() {
    Explore::new().run(|| async { explore::sometimes("never", several(3).await.is_empty()) });
}

#[test]
fn what_is_to_come_to_pass_may_do_so_in_any_part() {
    let (passed, output) = run_alone("processes::never_comes_to_pass", &[IN_THREE]);
    let expected =
        "explore::sometimes(\"never\") did not come to pass in any of 6 schedules, which are all there are\n";
    assert!(!passed && output.contains(expected), "{output}");
}

#[test]
#[ignore = "it is run by another, in several processes of which one ends"]
fn ends_its_process() {
    let is_part = env::var("ASYNCMOCK_PART").is_ok();
    let report = Explore::new().run(move || async move {
        if is_part {
            println!("the end");
            std::process::exit(3);
        }
        several(3).await.len()
    });
    println!("\nreport: {report}");
}

#[test]
fn what_can_t_be_done_in_parts_is_done_alone() {
    let (passed, output) = run_alone("processes::ends_its_process", &[IN_THREE]);
    let warns = "asyncmock: warning: processes::ends_its_process: the search is done by this process alone: part ";
    assert!(passed && output.contains(warns), "{output}");
    assert!(output.contains(" of 3 has ended (exit status: 3)\n") && output.contains("the end\n"), "{output}");
    assert!(output.contains("report: 6 schedules, which are all there are\n"), "{output}");
}

#[test]
fn a_bound_holds_for_all_parts() {
    let (passed, output) = run_alone("processes::is_bounded", &[IN_THREE]);
    assert!(passed && output.contains("report: 46 schedules by 3 processes, of which one has run "), "{output}");
}

#[test]
#[ignore = "it is run by another, in several processes"]
fn is_bounded() {
    println!("\nreport: {}", Explore::new().bound(2).run(|| several(5)));
}

#[test]
#[ignore = "it is run by another, in several processes"]
fn is_just_whole() {
    println!("\nreport: {}", Explore::new().max_schedules(120).run(|| several(5)));
}

#[test]
fn what_is_whole_alone_is_so_in_parts() {
    let (passed, output) = run_alone("processes::is_just_whole", &[IN_THREE]);
    assert!(passed && output.contains("report: 120 schedules, which are all there are\n"), "{output}");
}

#[asyncmock::test(explore)]
#[ignore = "it is run by another, and fails"]
async fn fails_soon() {
    assert_eq!(several(3).await, [0, 1, 2], "in the order of the calls");
}

#[test]
fn what_fails_in_a_part_that_it_does_not_count_for_was_run() {
    // Two of the three parts run it, and do not count it.
    for _ in 0..5 {
        let (passed, output) = run_alone("processes::fails_soon", &[IN_THREE]);
        assert!(!passed && output.contains("in the order of the calls\n"), "{output}");
        assert!(!output.contains("no schedule was run before it"), "{output}");
    }
}

#[test]
fn what_is_no_number_of_processes_is_refused() {
    let (passed, output) = run_alone("processes::is_bounded", &[("ASYNCMOCK_JOBS", "many")]);
    let expected = "ASYNCMOCK_JOBS: `many` is no number of processes; write `4`\n";
    assert!(!passed && output.contains(expected), "{output}");
    let (passed, output) = run_alone("processes::is_bounded", &[("ASYNCMOCK_JOBS", "0")]);
    assert!(!passed && output.contains("ASYNCMOCK_JOBS: `0` is no number of processes; write `4`\n"), "{output}");
    let (passed, output) = run_alone("processes::is_bounded", &[("ASYNCMOCK_JOBS", "1")]);
    assert!(
        passed && output.contains("report: 46 schedules, which are all that depart twice at the most\n"),
        "{output}"
    );
}

/// So many runs there are before the process ends, if that is said.
const ENDS_AFTER: &str = "ENDS_AFTER";

#[test]
#[ignore = "it is run by another, which ends it"]
fn takes_several_seconds() {
    thread_local!(static RUNS: Cell<u32> = const { Cell::new(0) });
    let end = env::var(ENDS_AFTER).ok().map(|text| text.parse::<u32>().unwrap());
    let report = Explore::new().run(|| async {
        if Some(RUNS.replace(RUNS.get() + 1)) == end {
            std::process::exit(3);
        }
        std::thread::sleep(Duration::from_millis(25));
        several(5).await
    });
    println!("\nruns: {}\nreport: {report}\n{}", RUNS.get(), report.table());
}

#[test]
fn a_search_that_was_ended_goes_on() {
    let folder = env::temp_dir().join(format!("asyncmock-explorer-{}", std::process::id()));
    let resumes = ("ASYNCMOCK_RESUME", folder.to_str().unwrap());
    let (passed, output) = run_alone("processes::takes_several_seconds", &[resumes, (ENDS_AFTER, "100")]);
    assert!(!passed && !output.contains("report: "), "{output}");
    let (passed, output) = run_alone("processes::takes_several_seconds", &[resumes]);
    let left: Vec<_> = std::fs::read_dir(&folder).unwrap().collect();
    // Of another program nothing is known.
    let (_, of_another) = run_alone("processes::takes_several_seconds", &[resumes, (ENDS_AFTER, "100")]);
    let saved = std::fs::read_dir(&folder).unwrap().next().unwrap().unwrap().path();
    let text = std::fs::read_to_string(&saved).unwrap();
    let (what, rest) = text.split_once('\n').unwrap();
    let program = std::fs::metadata(env::current_exe().unwrap()).unwrap();
    assert!(what.contains(&format!("({}, ", program.len())), "{what}");
    std::fs::write(&saved, format!("{what}, built anew\n{rest}")).unwrap();
    let (_, anew) = run_alone("processes::takes_several_seconds", &[resumes, (ENDS_AFTER, "1")]);
    assert!(!of_another.contains("goes on") && !anew.contains("goes on"), "{anew}");
    std::fs::remove_dir_all(&folder).unwrap();
    let goes_on = "asyncmock: warning: processes::takes_several_seconds: it goes on where it was ended: ";
    let so_far = output.split_once(goes_on).expect(&output).1.split_once(" schedules so far\n").expect(&output).0;
    let so_far: u32 = so_far.parse().unwrap();
    assert!((10..=100).contains(&so_far), "{output}");
    assert!(passed && output.contains("report: 120 schedules, which are all there are\n"), "{output}");
    assert!(output.contains(&format!("runs: {}\n", 120 - so_far)), "{output}");
    assert_eq!(output.lines().filter(|line| line.contains("  am1:")).count(), 120, "{output}");
    assert!(left.is_empty(), "the file is gone: {left:?}");
}

#[test]
fn what_can_t_be_saved_is_done_nevertheless() {
    // A file is no folder.
    let resumes = ("ASYNCMOCK_RESUME", env::current_exe().unwrap());
    let (passed, output) = run_alone("processes::takes_several_seconds", &[(resumes.0, resumes.1.to_str().unwrap())]);
    let warns = "asyncmock: warning: processes::takes_several_seconds: it can't be saved, nor go on later: ";
    assert!(passed && output.matches(warns).count() == 1, "{output}");
    assert!(output.contains("report: 120 schedules, which are all there are\n"), "{output}");
}
