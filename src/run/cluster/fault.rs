//! Why cells could not be handed to other machines.

use std::fmt;

/// What went wrong, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClusterFault {
    pub message: String,
    pub help: String,
}

impl ClusterFault {
    pub fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        ClusterFault { message: message.into(), help: help.into() }
    }
}

impl fmt::Display for ClusterFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ClusterFault {}
