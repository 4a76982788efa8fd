//! What fuzzing found, and what it starts from, played again: every file in `corpus/` is an input of the target in
//! `native/fuzz` that its folder is named for. In a process of its own, which tells what each one costs.

#[path = "support/packet.rs"]
mod packet;
#[path = "support/play.rs"]
#[allow(dead_code, reason = "other tests use more of it")]
mod play;

use std::panic;
use std::path::Path;

type Target = fn(&[u8]);

#[test]
fn every_input_is_played_opened_or_looked_at_as_it_should_be() {
    let targets: [(&str, Target); 3] = [
        ("play", play::play_input),
        ("open", play::open_input),
        ("packet", packet::look_at),
    ];
    let mut failed = Vec::new();
    for (name, target) in targets {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/corpus")
            .join(name);
        let mut inputs = 0;
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let input = std::fs::read(&path).unwrap();
            inputs += 1;
            if panic::catch_unwind(|| target(&input)).is_err() {
                failed.push(path);
            }
        }
        assert!(inputs > 0, "{name}");
    }
    assert!(failed.is_empty(), "{failed:#?}");
}
