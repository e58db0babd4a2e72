//! `elastic`: a random displacement of every pixel, smooth over sigma. Noise uniform in (-1, 1) is
//! convolved with a Gaussian and multiplied by alpha; the displacement along each axis has the
//! standard deviation alpha / (2 sqrt(3 pi) sigma) (Simard, Steinkraus and Platt 2003). Cireşan et al. (2010) draw
//! both numbers from ranges: `elastic(sigma: [5 px, 6 px], alpha: [36 px, 38 px])`.

use crate::args;
use crate::data::warp::{self, Warp};
use crate::source::Diagnostic;
use crate::vocabulary::{Cites, Class, Deforming, Findings, Lengths, Method};
use crate::words::sources;

args! {
    /// Bends each image by a smooth random field.
    pub struct Elastic {
        /// The standard deviation of the smoothing Gaussian; from a range, one for each image.
        sigma: Lengths = Lengths::one(5.5), usual 2 ..= 10;
        /// The factor of the smoothed noise; from a range, one for each image.
        alpha: Lengths = Lengths::one(37.0), usual 0 ..= 60;
    }
}

impl Method for Elastic {
    const NAME: &'static str = "elastic";
    const CLASSES: &'static [Class] = &[Class::DEFORMATION];
    const CITES: Cites = &[&sources::images::SIMARD];
    const EXAMPLE: &'static str = "augment mnist with elastic(sigma: 6 px, alpha: 36 px), then plot images";

    fn as_deformation(&self) -> Option<&dyn Deforming> {
        Some(self)
    }

    fn check(&self, findings: &mut Findings) {
        let Some(span) = self.sigma.span else { return };
        let (low, high) = self.sigma.ends();
        if low < 0.5 || high > 100.0 {
            let sigma = if low < 0.5 { low } else { high };
            let message =
                format!("a smoothing of {sigma} px is out of range: it has to be from 0.5 px to 100 px");
            let finding = Diagnostic::error("out-of-range", span, message).label("0.5 px to 100 px");
            findings.push(finding.help("5 or 6 px bend digits of 28 x 28 pixels as a hand does"));
        }
    }
}

impl Deforming for Elastic {
    fn add_to(&self, warp: &mut Warp) {
        let single = |(low, high): (f64, f64)| (low as f32, high as f32);
        let (sigma, alpha) = (single(self.sigma.ends()), single(self.alpha.ends()));
        warp.elastic = Some(warp::Elastic { sigma, alpha });
    }
}
