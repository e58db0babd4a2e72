//! `sgd`: stochastic gradient descent, v <- momentum v - rate g, w <- w + v; with Nesterov's
//! momentum the gradient is taken at w + momentum v (Sutskever et al. 2013, eq. 3-4).

use crate::args;
use crate::source::{Diagnostic, Span};
use crate::vocabulary::{Cites, Class, Count, Factor, Findings, Flag, Method, Rate};
use crate::words::sources;

args! {
    /// Stochastic gradient descent, with or without momentum.
    pub struct Sgd {
        /// The step along the gradient.
        rate: Rate = Rate::new(0.05), usual 1e-6 ..= 2.0;
        /// Rows per step.
        batch: Count = Count::new(100), usual 1 ..= 10000;
        /// How much of the last step is kept.
        momentum: Factor = Factor::new(0.9);
        /// Takes the gradient where momentum leads (Nesterov).
        nesterov: Flag = Flag::Off;
    }
}

impl Method for Sgd {
    const NAME: &'static str = "sgd";
    const CLASSES: &'static [Class] = &[Class::NETWORK, Class::AUTOENCODER];
    const ROLE: Option<&'static str> = Some("optimizers");
    const CITES: Cites = &[&sources::networks::ROBBINS_MONRO, &sources::networks::SUTSKEVER];
    const EXAMPLE: &'static str = "train mlp[784,100,10] with sgd(rate: 0.05) for 5 epochs, then test";

    fn check(&self, findings: &mut Findings) {
        let asked = self.nesterov.span.filter(|_| self.nesterov.is_on());
        if let Some(span) = asked.filter(|_| self.momentum.get() == 0.0) {
            findings.push(no_momentum(span));
        }
    }
}

fn no_momentum(span: Span) -> Diagnostic {
    Diagnostic::error("no-effect", span, "Nesterov's momentum changes nothing when the momentum is 0")
        .label("has no effect")
        .help("give a `momentum` above 0, such as 0.9, or leave `nesterov` out")
}
