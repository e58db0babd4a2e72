//! The schemas of what machines read, each by the `$id` of its file in docs/schemas. The number goes up when a field goes
//! away or comes to mean something else.

pub const RUN: &str = "pipette:run:1";
pub const PLAN: &str = "pipette:plan:1";
pub const LINT: &str = "pipette:lint:1";
pub const SMOKE: &str = "pipette:smoke:1";
pub const VERIFY: &str = "pipette:verify:1";
pub const WHY: &str = "pipette:why:1";
pub const RUNS: &str = "pipette:runs:1";
pub const SHOW: &str = "pipette:show:1";
pub const DIFF: &str = "pipette:diff:1";
