//! `corruption(25 %)`: inputs are damaged afresh in every epoch and the autoencoder is to give them back whole (Vincent et
//! al. 2008, 2010).

use crate::models::network;
use crate::source::Diagnostic;
use crate::vocabulary::{Cites, Class, Findings, Method, Positive, Share};
use crate::words::sources;
use crate::{args, choice};

choice! {
    /// What happens to a value.
    pub enum Damage, "a kind of corruption" {
        /// It becomes 0.
        Masking = "masking",
        /// It becomes 0 or 1, either as often.
        SaltAndPepper = "salt-and-pepper",
        /// Normal noise is added to every value.
        Gaussian = "normal-noise",
    }
}

args! {
    /// Damages the inputs, not what they are compared with.
    pub struct Corruption {
        /// The share of the values that are damaged, by `masking` and `salt-and-pepper`; left out, 25 %.
        share (object): Option<Share> = None;
        /// What happens to them.
        kind: Damage = Damage::Masking;
        /// The standard deviation of `normal-noise`.
        deviation: Option<Positive> = None;
    }
}

/// The share where the file says nothing.
const SHARE: f64 = 0.25;

impl Method for Corruption {
    const NAME: &'static str = "corruption";
    const CLASSES: &'static [Class] = &[Class::AUTOENCODER];
    const CITES: Cites = &[&sources::networks::VINCENT_2008, &sources::networks::VINCENT_2010];
    const EXAMPLE: &'static str = "seed 1\nedition 1\ntrain autoencoder[784,500] with corruption(25 %) for 5 epochs, then check reconstruction-error";

    fn check(&self, findings: &mut Findings) {
        let gaussian = self.kind.value == Damage::Gaussian;
        let (given, wanted) =
            if gaussian { (self.share.span, "deviation") } else { (self.deviation.span, "share") };
        if let Some(span) = given {
            let message = format!("this corruption goes by its {wanted}");
            findings.push(Diagnostic::error("no-effect", span, message).label("has no effect").help(
                match gaussian {
                    true => "write `corruption(kind: normal-noise, deviation: 0.3)`",
                    false => "write `corruption(25 %)`, or `kind: normal-noise` with a deviation",
                },
            ));
        }
        if gaussian && self.deviation.value.is_none() {
            let span = self.kind.span.unwrap_or_default();
            let finding = Diagnostic::error("missing-argument", span, "`normal-noise` needs its deviation");
            findings
                .push(finding.label("how much noise?").help("write `kind: normal-noise, deviation: 0.3`"));
        }
    }
}

impl Corruption {
    pub fn plain(&self) -> network::Corruption {
        let share = self.share.value.map_or(SHARE, Share::get) as f32;
        match self.kind.value {
            Damage::Masking => network::Corruption::Masking(share),
            Damage::SaltAndPepper => network::Corruption::SaltAndPepper(share),
            Damage::Gaussian => {
                network::Corruption::Gaussian(self.deviation.value.map_or(0.0, Positive::get) as f32)
            }
        }
    }
}
