//! Any text, through everything that reads one: parse, check, lint, the canonical form, fixes. What has to
//! hold is said by assertions; that nothing panics and nothing hangs, by the fuzzer.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pipette::check::{Reader, Surroundings, is_runnable};
use pipette::lint::{Examined, Policy, examine};
use pipette::source::{Cure, Source, mend};
use pipette::syntax::tidy;
use pipette::words::VOCABULARY;

fn examined(text: &str) -> Examined {
    let around = Surroundings { folder: "/nowhere".into(), memory: 4e8, overrides: Vec::new(), read: Reader::none() };
    examine(&Source::new("fuzz.pipe", text), &VOCABULARY, &around, &Policy::default())
}

fuzz_target!(|text: &str| {
    let before = examined(text);
    let length = text.len();
    let inside = |at: usize| at <= length && text.is_char_boundary(at);
    for label in before.findings.iter().flat_map(|finding| &finding.labels) {
        assert!(inside(label.span.start) && inside(label.span.end), "{label:?}");
    }

    let formed = tidy(&Source::new("fuzz.pipe", text));
    assert_eq!(tidy(&Source::new("formed.pipe", formed.as_str())), formed, "one form");
    if is_runnable(&before.findings) {
        assert_eq!(examined(&formed).plan.identity(), before.plan.identity(), "the form keeps the meaning");
    }

    let mended = mend(text, Cure::Safe, |text| examined(text).findings).text;
    assert_eq!(mend(&mended, Cure::Safe, |text| examined(text).findings).text, mended, "mended once for all");
    if is_runnable(&before.findings) {
        assert_eq!(examined(&mended).plan.identity(), before.plan.identity(), "a safe fix keeps the meaning");
    }
    let guessed = mend(text, Cure::Suggested, |text| examined(text).findings).text;
    let _ = examined(&guessed);
});
