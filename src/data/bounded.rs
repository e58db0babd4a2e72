//! Reading files that may lie: only regular files, never more bytes than were agreed on beforehand.
//!
//! A gzip stream is known by its first two bytes. Deflate packs at most about 1032 to 1 (zlib's
//! technical notes), so a header that claims more than that of its packed file is refused unread.

use super::fault::DataFault;
use flate2::bufread::MultiGzDecoder;
use sha2::{Digest, Sha256};
use std::fs::{File, FileType};
use std::io::{BufRead, BufReader, Cursor, Read};
use std::path::Path;

/// The most bytes of a user's own file that are read into memory.
pub const LARGEST: u64 = 4 << 30;
/// How much of a file is read before a run, to tell its shape.
pub const WINDOW: u64 = 1 << 20;
const DEFLATE_RATIO: u128 = 1032;
pub(crate) const SLACK: u64 = 64 << 10;
/// Text that is packed tighter than this is more likely a trap than a table.
const TEXT_RATIO: u64 = 200;
const SMALL: u64 = 64 << 20;

/// An open regular file.
pub(crate) struct Opened {
    pub reader: BufReader<File>,
    /// Length on the disk in bytes.
    pub length: u64,
    pub gzip: bool,
}

/// Opens a regular file; a folder, pipe or device is refused without opening it.
pub(crate) fn open(path: &Path) -> Result<Opened, DataFault> {
    let io = |error: std::io::Error| DataFault::io(path, &error);
    let about = std::fs::metadata(path).map_err(io)?;
    if !about.is_file() {
        return Err(DataFault::NotAFile { path: path.to_owned(), kind: kind(about.file_type()) });
    }
    let mut reader = BufReader::with_capacity(1 << 16, File::open(path).map_err(io)?);
    let gzip = reader.fill_buf().map_err(io)?.starts_with(&[0x1f, 0x8b]);
    Ok(Opened { reader, length: about.len(), gzip })
}

fn kind(of: FileType) -> &'static str {
    if of.is_dir() { "a folder" } else { "a pipe or a device" }
}

impl Opened {
    /// The unpacked content as a stream.
    pub fn stream(self) -> Box<dyn Read> {
        if self.gzip { Box::new(MultiGzDecoder::new(self.reader)) } else { Box::new(self.reader) }
    }

    /// Refuses a header that claims `claimed` bytes of content where the file cannot hold them.
    pub fn check_claim(&self, path: &Path, claimed: u128) -> Result<(), DataFault> {
        let most = u128::from(self.length) * DEFLATE_RATIO + u128::from(SLACK);
        let lies = if self.gzip { claimed > most } else { claimed != u128::from(self.length) };
        if lies {
            return Err(DataFault::Length { path: path.to_owned(), claimed, found: self.length });
        }
        within(path, claimed, LARGEST).map(|_| ())
    }
}

/// `bytes` as a length in memory, where that is no more than `limit`.
pub(crate) fn within(path: &Path, bytes: u128, limit: u64) -> Result<usize, DataFault> {
    match usize::try_from(bytes) {
        Ok(length) if bytes <= u128::from(limit) => Ok(length),
        _ => Err(DataFault::TooLarge { path: path.to_owned(), bytes, limit }),
    }
}

/// The whole content of a table of unknown length, unpacked.
pub(crate) fn text(path: &Path) -> Result<Vec<u8>, DataFault> {
    let opened = open(path)?;
    let (packed, gzip) = (opened.length, opened.gzip);
    within(path, packed.into(), LARGEST)?;
    let limit = if gzip { LARGEST.min(SMALL.max(packed.saturating_mul(TEXT_RATIO))) } else { LARGEST };
    let content = at_most(opened.stream(), limit, path)?;
    content.ok_or(DataFault::Endless { path: path.to_owned(), packed, limit })
}

/// All of `stream`, or none when it has more than `limit` bytes.
pub(crate) fn at_most(stream: impl Read, limit: u64, path: &Path) -> Result<Option<Vec<u8>>, DataFault> {
    let mut out = Vec::new();
    stream.take(limit.saturating_add(1)).read_to_end(&mut out).map_err(|e| DataFault::io(path, &e))?;
    Ok((out.len() as u64 <= limit).then_some(out))
}

/// The unpacked form of `packed`, or none when it is broken or longer than `limit` bytes.
pub(crate) fn unpacked(packed: &[u8], limit: u64) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(usize::try_from(limit).ok()?);
    let decoder = MultiGzDecoder::new(Cursor::new(packed));
    decoder.take(limit.saturating_add(1)).read_to_end(&mut out).ok()?;
    (out.len() as u64 <= limit).then_some(out)
}

/// The beginning of a file's content.
pub(crate) struct Head {
    pub bytes: Vec<u8>,
    /// Whether that is all of it.
    pub whole: bool,
    /// About how many times `bytes` the content is long, judged by how far the file was read.
    pub times: f64,
}

/// The first [`WINDOW`] bytes of the content.
pub(crate) fn head(path: &Path) -> Result<Head, DataFault> {
    let opened = open(path)?;
    let (length, gzip) = (opened.length, opened.gzip);
    let io = |error: std::io::Error| DataFault::io(path, &error);
    let mut bytes = Vec::new();
    let mut file = opened.reader;
    let consumed = if gzip {
        let mut decoder = MultiGzDecoder::new(Counted { inner: &mut file, count: 0 });
        decoder.by_ref().take(WINDOW + 1).read_to_end(&mut bytes).map_err(io)?;
        decoder.get_ref().count
    } else {
        (&mut file).take(WINDOW + 1).read_to_end(&mut bytes).map_err(io)?;
        bytes.len() as u64
    };
    let whole = bytes.len() as u64 <= WINDOW;
    let times = if whole { 1.0 } else { (length as f64 / consumed.max(1) as f64).max(1.0) };
    Ok(Head { bytes, whole, times })
}

/// A reader that counts what is taken from it.
struct Counted<R> {
    inner: R,
    count: u64,
}

impl<R: BufRead> Read for Counted<R> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(out)?;
        self.count += read as u64;
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.count += amount as u64;
        self.inner.consume(amount);
    }
}

/// SHA-256 in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// The SHA-256 of a file's unpacked content, of which no more than [`LARGEST`] bytes are read.
pub fn sum_of(path: &Path) -> Result<String, DataFault> {
    let mut hasher = Sha256::new();
    let mut content = open(path)?.stream().take(LARGEST);
    std::io::copy(&mut content, &mut hasher).map_err(|error| DataFault::io(path, &error))?;
    Ok(hex(&hasher.finalize()))
}

/// One sum for several contents: the SHA-256 of their sums; of a single content, its own.
pub(crate) fn joint(sums: &[String]) -> String {
    match sums {
        [one] => one.clone(),
        many => sha256(many.concat().as_bytes()),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::testing::gzip;

    #[test]
    fn the_sum_of_abc_is_the_standard_one() {
        let known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(sha256(b"abc"), known);
    }

    #[test]
    #[cfg(unix)]
    fn folders_pipes_and_devices_are_refused_unopened() {
        let folder = tempfile::tempdir().unwrap();
        let found = open(folder.path()).err();
        assert!(matches!(found, Some(DataFault::NotAFile { kind: "a folder", .. })), "{found:?}");
        let found = open(Path::new("/dev/zero")).err();
        assert!(matches!(found, Some(DataFault::NotAFile { kind: "a pipe or a device", .. })), "{found:?}");
        let pipe = folder.path().join("pipe");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status();
        if made.is_ok_and(|status| status.success()) {
            assert!(matches!(text(&pipe), Err(DataFault::NotAFile { .. })));
        }
    }

    #[test]
    fn a_gzip_that_grows_without_end_is_stopped() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("bomb.csv.gz");
        std::fs::write(&path, gzip(&vec![b'1'; SMALL as usize + 10])).unwrap();
        let found = text(&path).unwrap_err();
        assert!(matches!(found, DataFault::Endless { limit: SMALL, .. }), "{found}");
        assert!(found.to_string().contains("64.0 MiB"), "{found}");
    }

    #[test]
    fn several_gzip_members_are_one_content_and_the_head_knows_its_end() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("two.gz");
        std::fs::write(&path, [gzip(b"one,"), gzip(b"two")].concat()).unwrap();
        assert_eq!(text(&path).unwrap(), b"one,two");
        let head = head(&path).unwrap();
        assert!(head.whole && head.bytes == b"one,two" && head.times == 1.0);
    }

    #[test]
    fn a_gzip_cut_short_is_a_fault_with_its_path() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("cut.gz");
        let packed = gzip(b"some content that is long enough to be cut");
        std::fs::write(&path, &packed[..packed.len() - 9]).unwrap();
        assert!(matches!(text(&path), Err(DataFault::Io { .. })));
        assert_eq!(unpacked(&packed[..packed.len() - 9], 100), None);
    }
}
