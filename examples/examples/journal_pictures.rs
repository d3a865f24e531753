//! Writes the journals of four tests as pages and as diagrams for Mermaid, and with the feature `json` as JSON Lines and as traces for
//! Perfetto: into `target/pictures`, or the directory that is given.

use std::path::PathBuf;
use std::{env, fs, io};

use asyncmock_examples::journal_pictures;

// Time is paused: whoever sleeps is woken at once, and the clock shows the time that it would have taken.
#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() -> io::Result<()> {
    let directory = env::args_os().nth(1).map_or_else(|| PathBuf::from("target/pictures"), PathBuf::from);
    fs::create_dir_all(&directory)?;
    for (name, journal) in journal_pictures::all().await {
        let page = directory.join(format!("{name}.html"));
        fs::write(&page, journal.to_html())?;
        fs::write(directory.join(format!("{name}.mmd")), journal.to_mermaid())?;
        #[cfg(feature = "json")]
        {
            fs::write(directory.join(format!("{name}.jsonl")), journal.to_json_lines())?;
            fs::write(directory.join(format!("{name}.trace.json")), journal.to_trace())?;
        }
        println!("{}: {} calls and guards\n{}\n", page.display(), journal.len(), journal.to_timeline());
    }
    Ok(())
}
