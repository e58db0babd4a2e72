//! `report`, `view` and `watch`: pages of what was run, and who may see them.

use super::Bench;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

const FILE: &str = "title \"Tea & <script>alert(1)</script>\"\nseed 3\nuse strokes(train: 200, test: 100)\n\
let epochs = 2\na: train mlp[784,10,10] for epochs, then test\nexpect a.error < 100 %\nexpect a.error < 0 %\n\
sample: take 9, then plot images\n\
sweep n in [50, 100], penalty in [0.1, 1] {\n  r: fit ridge(penalty: penalty) on gaussian(n: n, p: 5, noise: 1), then test\n}\n\
plot phase-diagram of r.squared-error over n and penalty\n";

fn written(bench: &Bench, name: &str) -> String {
    std::fs::read_to_string(bench.path().join(name)).expect("a page was written")
}

#[test]
fn a_report_is_one_page_with_everything_on_it() {
    let bench = Bench::new(FILE);
    bench.run(&["--set", "epochs=1"]).ends(1, &["the first claim that failed", "claims: 1 failed, 1 held"]);
    bench.call(&["report", "test.pipe"]).ends(0, &["report: test.html"]);
    let page = written(&bench, "test.html");
    for words in [
        "Tea &amp; &lt;script&gt;alert(1)&lt;/script&gt;",
        "expect a.error &lt; 0 %",
        "confusion: rows are true",
        "data:image/png;base64,",
        "over n and penalty",
        "heat map: r.squared-error",
        "pipette run test.pipe --set epochs=1",
        "numeric class",
        "prefers-color-scheme: dark",
        "@media print",
    ] {
        assert!(page.contains(words), "{words} is not in the page");
    }
    assert_eq!(page.matches("<script").count(), 1);
    assert!(page.len() < 2_000_000, "{} bytes", page.len());
    let claims = page.split_once("id=\"claims\"").expect("the claims").1;
    assert!(claims.find("badge bad") < claims.find("badge good"), "what failed comes first");
    bench.call(&["report", "nobody"]).ends(2, &["there is no run `nobody`"]);
    bench.call(&["report", "last", "--output", "gone/x.html"]).ends(3, &["can't be written"]);
}

/// A search of two tries of which one diverges, repeated lines, and a swept line that trains twice.
const BLOCKS: &str = "edition 1\nseed 3\nuse strokes(train: 300, test: 100), then split validation 100\n\
search rate in [0.1, 1e30], try 8 by net.validation-error {\n  \
net: train mlp[784,9,9,10] with sgd(rate: rate) for 3 epochs, then test\n}\n\
repeat 3 {\n  slim: train mlp[784,3,10] for 2 epochs, then test\n  wide: train mlp[784,30,10] for 2 epochs, then test\n}\n\
sweep n in [5, 10] {\n  twice: train mlp[784,n,10] for 1 epoch, then train mlp[784,n,10] for 2 epochs, then test\n}\n";

#[test]
fn a_report_tells_of_tries_pairs_and_failed_cells_and_draws_a_sweep_once() {
    let bench = Bench::new(BLOCKS);
    bench.run(&["--keep-going"]).ends(3, &["cells that failed", "best of 2 tries", "slim - wide"]);
    bench.call(&["report", "last", "--output", "page.html"]).ends(0, &[]);
    let page = written(&bench, "page.html");
    let section = |id: &str| {
        let rest = page.split_once(&format!("<h2 id=\"{id}\">")).map(|(_, rest)| rest).expect("the section");
        rest.split("</section>").next().expect("its text")
    };
    assert!(section("failures").contains("rate = 1e30") && section("failures").contains("diverged"));
    let searches = section("searches");
    assert!(
        searches.matches(">chosen</span>").count() == 1 && searches.matches(">failed</span>").count() == 1
    );
    assert!(searches.contains("rate = 0.1") && searches.contains("net.validation-error"));
    assert!(
        section("pairs").contains("slim - wide") && section("pairs").contains("error by repeat, paired t")
    );
    for (curves, title) in [
        ("training-loss", "training-loss"),
        ("training-error, validation-error", "error"),
        ("accuracy", "accuracy"),
    ] {
        let chart = format!("chart of {curves} over n: {title}\"");
        assert_eq!(page.matches(&chart).count(), 1, "{chart}");
    }
    // What the run has said can be seen again.
    let shown = bench.call(&["show", "last"]);
    for words in ["cells that failed", "best of 2 tries by net.validation-error: rate = 0.1", "slim - wide"] {
        assert!(shown.out.contains(words), "{words} is not in\n{}", shown.out);
    }
}

#[test]
fn a_file_without_a_run_is_shown_by_its_lock_or_its_plan() {
    let bench = Bench::new(FILE);
    bench.call(&["report", "test.pipe", "--output", "p.html"]).ends(0, &["this report shows its plan"]);
    assert!(written(&bench, "p.html").contains("not judged"));
    bench.run(&[]).ends(1, &[]);
    std::fs::remove_dir_all(bench.path().join(".pipette")).expect("the store is deleted");
    bench.call(&["report", "test.pipe", "--output", "l.html"]).ends(0, &["made from its lock and its plan"]);
    assert!(written(&bench, "l.html").contains("badge bad"));
    bench.write(
        "test.pipe",
        b"seed 4\nuse strokes(train: 200, test: 100)\na: train mlp[784,10] for 1 epoch, then test",
    );
    bench.call(&["report", "test.pipe", "--output", "c.html"]).ends(0, &[]);
    assert!(written(&bench, "c.html").contains("has changed since it was locked"));
}

#[test]
fn two_runs_are_shown_side_by_side() {
    let bench = Bench::new(FILE);
    bench.run(&[]).ends(1, &[]);
    bench.run(&["--set", "epochs=3"]).ends(1, &[]);
    let runs = bench.call(&["runs", "--format", "json"]);
    let runs: serde_json::Value = serde_json::from_str(&runs.out).expect("JSON");
    let id = |at: usize| runs["runs"][at]["run"].as_str().expect("an id").to_string();
    bench.call(&["report", &id(1), &id(0), "--output", "two.html"]).ends(0, &[]);
    let page = written(&bench, "two.html");
    for words in ["B - A, 95 %", "a.error", "a.training-loss", "may be chance", "for 2 epochs"] {
        assert!(page.contains(words), "{words} is not in the page");
    }
    bench.call(&["report", &id(0), "nobody"]).ends(2, &["there is no run `nobody`"]);
}

/// A served store; it ends with the test.
struct Served {
    child: Child,
    port: u16,
    token: String,
}

impl Served {
    fn of(bench: &Bench) -> Self {
        let mut child =
            bench.program(&["view"]).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("it starts");
        let mut address = String::new();
        BufReader::new(child.stdout.take().expect("its output"))
            .read_line(&mut address)
            .expect("the address");
        let rest = address.trim().strip_prefix("http://127.0.0.1:").expect("a local address");
        let (port, token) = rest.split_once('/').expect("a token");
        let (port, token) = (port.parse().expect("a port"), token.trim_end_matches('/').to_string());
        Served { child, port, token }
    }

    /// The status and the body of what a browser gets that sends these lines.
    fn raw(&self, request: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("connected");
        stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a time limit");
        stream.write_all(request.as_bytes()).expect("asked");
        let mut answer = String::new();
        let _ = stream.read_to_string(&mut answer);
        let status = answer.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or(0);
        let body = answer.split_once("\r\n\r\n").map_or(String::new(), |(_, body)| body.to_string());
        (status, body)
    }

    fn ask(&self, method: &str, path: &str, headers: &str) -> (u16, String) {
        let host = if headers.contains("Host:") {
            String::new()
        } else {
            format!("Host: 127.0.0.1:{}\r\n", self.port)
        };
        self.raw(&format!("{method} {path} HTTP/1.1\r\n{host}{headers}Connection: close\r\n\r\n"))
    }

    /// What stands behind the token.
    fn get(&self, path: &str) -> (u16, String) {
        self.ask("GET", &format!("/{}/{path}", self.token), "")
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn runs_are_served_to_who_was_given_the_address() {
    let bench = Bench::new(FILE);
    bench.run(&[]).ends(1, &[]);
    bench.run(&["--set", "epochs=1"]).ends(1, &[]);
    let served = Served::of(&bench);
    let (status, list) = served.get("");
    assert_eq!(status, 200);
    let links: Vec<&str> =
        list.split("href=\"run/").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(links.len(), 2, "{list}");
    let (status, page) = served.get(&format!("run/{}", links[0]));
    assert!(status == 200 && page.contains("Where the numbers come from") && page.contains("All runs"));
    let (status, page) = served.get(&format!("compare?run={}&run={}", links[0], links[1]));
    assert!(status == 200 && page.contains("Two experiments side by side"));
    assert!(served.get("compare?run=x").1.contains("tick the two runs"));
    let (status, body) = served.ask("HEAD", &format!("/{}/", served.token), "");
    assert_eq!((status, body.as_str()), (200, ""));
}

#[test]
fn nobody_else_is_served() {
    let bench = Bench::new(FILE);
    bench.write("secret.txt", b"secret");
    let served = Served::of(&bench);
    let own = format!("/{}/", served.token);
    let refused = |method: &str, path: &str, headers: &str, code: u16| {
        let (status, body) = served.ask(method, path, headers);
        assert_eq!(status, code, "{method} {path} {headers}");
        assert!(
            !body.contains(&served.token) && !body.contains("secret") && !body.contains(".pipette"),
            "{body}"
        );
    };
    for host in ["evil.example", "evil.example:80", "127.0.0.1", "127.0.0.1:1"] {
        refused("GET", &own, &format!("Host: {host}\r\n"), 421);
    }
    for origin in ["http://evil.example", "null", "http://127.0.0.1:1"] {
        refused("GET", &own, &format!("Origin: {origin}\r\n"), 403);
    }
    refused("GET", &own, "Sec-Fetch-Site: cross-site\r\n", 403);
    refused("GET", &own, "Origin: http://127.0.0.1:1\r\nOrigin: http://evil.example\r\n", 403);
    for path in ["/", "/x/", "/00000000000000000000000000000000/", "/run/x", "/favicon.ico"] {
        refused("GET", path, "", 403);
    }
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE"] {
        refused(method, &own, "", 405);
    }
    let tricks = [
        "../secret.txt",
        "run/../../secret.txt",
        "run/..%2f..%2fsecret.txt",
        "run/%2e%2e/",
        "run//etc/passwd",
        "run/",
        "run/index.jsonl",
        "..\\secret.txt",
        "run/.",
        "run/..",
        "compare/x",
        "./",
    ];
    for trick in tricks {
        refused("GET", &format!("{own}{trick}"), "", 404);
    }
}

/// A run shows how far it is while it works, with curves of what it tells, and leaves nothing of that behind.
#[test]
fn a_run_is_watched_while_it_works() {
    let bench =
        Bench::new("seed 1\ntrain mlp[784,200,10] on strokes(train: 2000, test: 100) for 5000 epochs");
    let mut run = bench
        .program(&["run", "test.pipe", "--offline", "--format", "json"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("it starts");
    let served = Served::of(&bench);
    let patience = Instant::now() + Duration::from_secs(60);
    let page = loop {
        assert!(Instant::now() < patience, "it shows no curve");
        let list = served.get("").1;
        let link = list.split("href=\"run/").nth(1).and_then(|rest| rest.split('"').next());
        let page = link.map(|link| served.get(&format!("run/{link}")).1).unwrap_or_default();
        if page.contains("<svg") {
            break page;
        }
        std::thread::sleep(Duration::from_millis(100));
    };
    let shown = page.split_once("<main").expect("a page").1.split_once("</main>").expect("a page").0;
    for words in ["Step ", "data-live", "loss", " left"] {
        assert!(shown.contains(words), "{words} is not in\n{shown}");
    }
    let stopped = std::process::Command::new("kill").args(["-s", "INT", &run.id().to_string()]).status();
    assert!(stopped.is_ok_and(|status| status.success()));
    run.wait().expect("it ends");
    let runs = std::fs::read_dir(bench.path().join(".pipette/runs")).expect("runs");
    let files: Vec<String> = runs
        .flatten()
        .filter(|entry| entry.path().is_dir())
        .flat_map(|entry| std::fs::read_dir(entry.path()).expect("a run"))
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().to_string())
        .collect();
    assert!(
        files.contains(&"record.yaml".to_string()) && files.iter().all(|name| !name.starts_with("progress")),
        "{files:?}"
    );
}

/// Saved by writing, and by putting a new file in its place; Ctrl-C is its ordinary end.
#[cfg(unix)]
#[test]
fn a_watched_file_is_checked_when_it_is_saved() {
    let bench = Bench::new("seed 1\ntrain mlp[784,10] on strokes");
    let mut child = bench
        .program(&["watch", "test.pipe"])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    let (send, lines) = std::sync::mpsc::channel();
    let errors = child.stderr.take().expect("its output");
    std::thread::spawn(move || {
        BufReader::new(errors).lines().map_while(Result::ok).try_for_each(|line| send.send(line))
    });
    let says = |words: &str| {
        let patience = Instant::now() + Duration::from_secs(20);
        loop {
            let left = patience.saturating_duration_since(Instant::now());
            let line = lines.recv_timeout(left).unwrap_or_else(|_| panic!("it does not say {words}"));
            if line.contains(words) {
                break;
            }
        }
    };
    says("--- ");
    std::thread::sleep(Duration::from_millis(400));
    bench.write("test.pipe", b"seed 1\ntrain mlpp[784,10] on strokes");
    says("unknown-word");
    bench.write("new.pipe", b"seed 1\ntrain mlp[784,12,10] on stroke");
    std::fs::rename(bench.path().join("new.pipe"), bench.path().join("test.pipe")).expect("renamed");
    says("stroke");
    let stopped = std::process::Command::new("kill").args(["-s", "INT", &child.id().to_string()]).status();
    assert!(stopped.is_ok_and(|status| status.success()));
    says("no longer watched");
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
    bench.call(&["watch", "gone.pipe"]).ends(2, &["there is no file gone.pipe"]);
}

/// A step that draws a chart it has not foretold panics in builds with assertions, such as this one.
#[test]
fn charts_of_systems_are_foretold() {
    let bench = Bench::new(
        "seed 1
ladder: simulate ising(4, temperature: 2) by tempering(rungs: 2) for 200 sweeps
single: simulate ising(4, temperature: 2) by wolff for 200 sweeps
chain: renormalize ising-chain(coupling: 1) by decimation x2, then check free-energy against transfer-matrix
square: renormalize ising(temperature: 3) by migdal-kadanoff x2
triangle: renormalize ising(lattice: triangular) by niemeijer-van-leeuwen x2
network: renormalize ising(temperature: 2.269) by trg(bond: 4) x4
pile: simulate sandpile(5) by toppling for 500 drops
series: solve weierstrass(2, factor: 3) by mellin
",
    );
    bench.run(&[]).ends(0, &[]);
    let runs = std::fs::read_dir(bench.path().join(".pipette/runs")).expect("runs are kept");
    let folder = runs.flatten().map(|entry| entry.path()).find(|path| path.is_dir()).expect("a run");
    for step in ["ladder", "single", "chain", "square", "triangle", "network", "pile", "series"] {
        assert!(folder.join(format!("{step}-plot.png")).exists(), "{step}");
    }
}
