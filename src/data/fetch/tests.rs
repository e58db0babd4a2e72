//! Fetching against a server on this machine: mirrors that are gone, wrong, slow to finish or changed.

use super::server::{Answer, Server};
use crate::data::testing::toy_card;
use crate::data::{Card, DataFault, Dataset, Event, Shelf, load};
use std::fs;
use std::io::Write;
use std::ops::ControlFlow;
use std::path::Path;
use tempfile::TempDir;

const BODY: &[u8] = b"1,2,a\n3,4,b\n";
const TAG: &str = "\"one\"";

fn good() -> Answer {
    Answer::Serve { body: BODY.to_vec(), tag: TAG }
}

/// An empty downloads folder, and a card with these mirrors.
fn setting(servers: &[&Server]) -> (TempDir, Shelf, &'static Card) {
    let folder = tempfile::tempdir().unwrap();
    let shelf = Shelf { downloads: folder.path().to_owned(), ..Shelf::default() };
    let mirrors: Vec<String> = servers.iter().map(|server| server.url.clone()).collect();
    (folder, shelf, toy_card(&mirrors))
}

fn quietly(card: &Card, shelf: &Shelf) -> Result<Dataset, DataFault> {
    load(card, shelf, &mut |_| ControlFlow::Continue(()))
}

/// Leaves these bytes as if an earlier run had broken off.
fn leave_part(folder: &Path, content: &[u8], url: &str, tag: &str) {
    fs::create_dir_all(folder.join("toy")).unwrap();
    fs::write(folder.join("toy/toy.data.part"), content).unwrap();
    fs::write(folder.join("toy/toy.data.part.from"), format!("{url}toy.data\n{tag}\n")).unwrap();
}

fn files(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder.join("toy")).unwrap();
    let mut names: Vec<String> = entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn what_is_missing_is_fetched_once_and_said() {
    let server = Server::start(vec![good()]);
    let (folder, shelf, card) = setting(&[&server]);
    let mut said = Vec::new();
    let data = load(card, &shelf, &mut |event| {
        said.push(format!("{event:?}"));
        ControlFlow::Continue(())
    });
    assert_eq!(data.unwrap().train.rows(), 2);
    assert!(
        said.iter().any(|s| s.contains("fetching toy.data")) && said.iter().any(|s| s.contains("Some(12)"))
    );
    assert_eq!(quietly(card, &shelf).unwrap().train.rows(), 2);
    assert_eq!(server.requests().len(), 1);
    assert_eq!(files(folder.path()), [".lock", "toy.data"]);
}

#[test]
fn a_mirror_that_is_gone_leads_to_the_next() {
    let (gone, server) = (Server::start(vec![Answer::Status(404)]), Server::start(vec![good()]));
    let (_folder, shelf, card) = setting(&[&gone, &server]);
    assert!(quietly(card, &shelf).is_ok());
    assert_eq!((gone.requests().len(), server.requests().len()), (1, 1));
}

#[test]
fn the_users_own_mirror_comes_first() {
    let (own, server) = (Server::start(vec![good()]), Server::start(vec![good()]));
    let (_folder, mut shelf, card) = setting(&[&server]);
    shelf.extra_mirrors.push(("toy".into(), own.url.clone()));
    assert!(quietly(card, &shelf).is_ok());
    assert_eq!((own.requests().len(), server.requests().len()), (1, 0));
}

#[test]
fn a_wrong_file_is_not_kept_and_every_mirror_is_named_with_its_reason() {
    let wrong = Server::start(vec![Answer::Serve { body: b"1,2,a\n3,4,c\n".to_vec(), tag: TAG }]);
    let gone = Server::start(vec![Answer::Status(503)]);
    let (folder, shelf, card) = setting(&[&wrong, &gone]);
    let fault = quietly(card, &shelf).unwrap_err();
    let text = fault.to_string();
    assert!(text.contains(&wrong.url) && text.contains("gave a file with sha256"), "{text}");
    assert!(text.contains(&gone.url) && text.contains("503"), "{text}");
    assert!(fault.help().contains("toy.data"));
    assert_eq!(files(folder.path()), [".lock"]);
}

#[test]
fn a_body_cut_short_is_taken_up_where_it_broke() {
    let server = Server::start(vec![Answer::Cut { body: BODY.to_vec(), after: 5 }, good()]);
    let (_folder, shelf, card) = setting(&[&server]);
    assert!(quietly(card, &shelf).is_ok());
    assert!(server.requests()[1].contains("range: bytes=5-"), "{:?}", server.requests());
}

#[test]
fn a_mirror_that_always_breaks_off_is_given_up() {
    let server = Server::start(vec![Answer::Cut { body: BODY.to_vec(), after: 0 }]);
    let (_folder, shelf, card) = setting(&[&server]);
    let text = quietly(card, &shelf).unwrap_err().to_string();
    assert!(text.contains("broke off 3 times"), "{text}");
    assert_eq!(server.requests().len(), 3);
}

#[test]
fn an_interrupted_run_is_resumed_on_condition_of_the_tag() {
    let server = Server::start(vec![good()]);
    let (folder, shelf, card) = setting(&[&server]);
    leave_part(folder.path(), &BODY[..7], &server.url, TAG);
    assert!(quietly(card, &shelf).is_ok());
    let request = &server.requests()[0];
    assert!(request.contains("range: bytes=7-") && request.contains("if-range: \"one\""), "{request}");
}

#[test]
fn a_file_that_changed_meanwhile_is_sent_whole() {
    let server = Server::start(vec![good()]);
    let (folder, shelf, card) = setting(&[&server]);
    leave_part(folder.path(), b"older bytes", &server.url, "\"zero\"");
    assert!(quietly(card, &shelf).is_ok());
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn a_resumed_file_with_a_wrong_sum_is_fetched_from_the_beginning() {
    let server = Server::start(vec![Answer::IgnoreTag { body: BODY.to_vec() }]);
    let (folder, shelf, card) = setting(&[&server]);
    leave_part(folder.path(), b"bad", &server.url, TAG);
    assert!(quietly(card, &shelf).is_ok());
    let requests = server.requests();
    assert!(requests[0].contains("range: bytes=3-") && !requests[1].contains("range:"), "{requests:?}");
}

#[test]
fn a_part_that_is_already_complete_is_only_checked() {
    let server = Server::start(vec![good()]);
    let (folder, shelf, card) = setting(&[&server]);
    leave_part(folder.path(), BODY, &server.url, TAG);
    assert!(quietly(card, &shelf).is_ok());
    assert_eq!(files(folder.path()), [".lock", "toy.data"]);
}

#[test]
fn endless_and_oversized_bodies_stop_at_the_limit() {
    let endless = Server::start(vec![Answer::Endless]);
    let large = Server::start(vec![Answer::Serve { body: vec![0; 200_000], tag: TAG }]);
    let (folder, shelf, card) = setting(&[&endless, &large]);
    let text = quietly(card, &shelf).unwrap_err().to_string();
    assert_eq!(text.matches("the limit is 64.0 KiB").count(), 2, "{text}");
    assert_eq!(files(folder.path()), [".lock"]);
}

#[test]
fn the_observer_can_stop_and_the_next_run_goes_on() {
    let server = Server::start(vec![good()]);
    let (folder, shelf, card) = setting(&[&server]);
    let stopped = load(card, &shelf, &mut |event| match event {
        Event::Fetched { .. } => ControlFlow::Break(()),
        Event::Note(_) => ControlFlow::Continue(()),
    });
    assert_eq!(stopped.unwrap_err(), DataFault::Interrupted);
    assert!(files(folder.path()).contains(&"toy.data.part".to_string()));
    assert!(quietly(card, &shelf).is_ok());
}

fn zipped(name: &str, content: &[u8]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(content).unwrap();
    zip.finish().unwrap().into_inner()
}

/// An address that ends in `.zip` is asked for as it is, and its member is checked.
#[test]
fn members_of_archives_are_unpacked_and_checked() {
    let cases: [(Vec<u8>, &str); 5] = [
        (zipped("folder/toy.data", BODY), ""),
        (zipped("other.data", BODY), "holds no toy.data"),
        (zipped("toy.data", b"1,2,a\n3,4,c\n"), "has sha256"),
        (zipped("toy.data", &[b'1'; 100_000]), "has more than 12 bytes"),
        (b"not a zip".to_vec(), "no zip archive"),
    ];
    for (body, expected) in cases {
        let server = Server::start(vec![Answer::Serve { body, tag: TAG }]);
        let (folder, shelf, _) = setting(&[]);
        let card = toy_card(&[format!("{}toy.zip", server.url)]);
        match quietly(card, &shelf) {
            Ok(data) => assert!(expected.is_empty() && data.train.rows() == 2),
            Err(fault) => {
                assert!(!expected.is_empty() && fault.to_string().contains(expected), "{fault}");
                assert_eq!(files(folder.path()), [".lock"]);
            }
        }
        assert!(server.requests()[0].starts_with("get /toy.zip "));
    }
}

#[test]
fn a_folder_that_cannot_be_written_is_a_fault_of_this_machine() {
    let server = Server::start(vec![good()]);
    let (folder, mut shelf, card) = setting(&[&server]);
    fs::write(folder.path().join("taken"), b"").unwrap();
    shelf.downloads = folder.path().join("taken");
    assert!(matches!(quietly(card, &shelf), Err(DataFault::Io { .. })));
    assert!(server.requests().is_empty());
}
