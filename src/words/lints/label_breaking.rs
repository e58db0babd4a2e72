//! `label-breaking`: digits deformed until they are no longer the digits of their labels.
//!
//! Bounds: rotation and shear 30 degrees, twice what the published recipes use; translation a quarter of
//! the side of the image. A shift uniform within a quarter of the side has the standard deviation
//! side / (4 sqrt 3); an elastic displacement, of standard deviation d = alpha / (2 sqrt(3 pi) sigma) along
//! each axis, may have the same. Its slope has the standard deviation d / (sqrt 2 sigma), as the covariance is
//! exp(-r^2 / 4 sigma^2); where it passes 1/2, a slope of 1, at which the image folds over, is only two
//! standard deviations away.

use crate::source::amounts::short;
use crate::source::{Diagnostic, Level, Lint, Phase, Span};
use crate::vocabulary::Flag;
use crate::vocabulary::{DataKind, Methods};
use crate::words::methods::{
    elastic::Elastic, image_data_generator::ImageDataGenerator, rotation::Rotation, shear::Shear,
    translation::Translation,
};
use std::f64::consts::{PI, SQRT_2};

pub static LINT: Lint = Lint {
    code: "label-breaking",
    level: Level::Warning,
    phase: Phase::Check,
    finds: "digits deformed so far that their labels no longer hold",
    why: "A deformation may be used for training as long as the label survives it. A 6 upside down is a 9, a 7 \
          that leans far is a 1 or a 2, a stroke that is moved by more than its width closes a gap that made \
          the digit. Such images teach the network what is wrong. The published recipes turn by 15 degrees, half of \
          it for 1 and 7, and move pixels by about one pixel of 28; articles of clothing bear more than digits do.",
    bad: "edition 1\nseed 1\nuse mnist\n\
          augment with rotation(90 deg), then train mlp[784,800,10] with sgd and decay for 30 epochs\n",
    good: "edition 1\nseed 1\nuse mnist\n\
           augment with rotation(15 deg), then train mlp[784,800,10] with sgd and decay for 30 epochs\n",
    see: "Simard, Steinkraus and Platt 2003, Best practices for convolutional neural networks applied to visual document analysis; Cireşan, Meier, Gambardella and Schmidhuber 2010, Deep, big, simple neural nets",
};

const STEEPEST: f64 = 30.0;
/// Of the slope of an elastic displacement.
const FOLDING: f64 = 0.5;

pub fn find(methods: &Methods, data: &DataKind) -> Vec<Diagnostic> {
    let Some((height, width)) = data.shape.image.filter(|_| data.shape.facts.digits) else {
        return Vec::new();
    };
    let side = height.min(width) as f64;
    [rotated(methods), sheared(methods), moved(methods, side), bent(methods, side), generated(methods)]
        .into_iter()
        .flatten()
        .collect()
}

fn rotated(methods: &Methods) -> Option<Diagnostic> {
    let rotation = methods.find::<Rotation>().filter(|rotation| rotation.limit.get() > STEEPEST)?;
    let place = rotation.limit.span.or(methods.span_of::<Rotation>())?;
    let message =
        format!("digits turned by up to {} deg are no longer those of their labels", rotation.limit.get());
    Some(
        LINT.at(place, message)
            .label("turns a 6 towards a 9")
            .help("digits bear about 15 deg, and half of it for 1 and 7"),
    )
}

fn sheared(methods: &Methods) -> Option<Diagnostic> {
    let shear = methods.find::<Shear>().filter(|shear| shear.limit.get() > STEEPEST)?;
    let place = shear.limit.span.or(methods.span_of::<Shear>())?;
    let message =
        format!("digits slanted by up to {} deg are no longer those of their labels", shear.limit.get());
    Some(LINT.at(place, message).label("slants a 7 into a 2").help("digits bear about 15 deg"))
}

fn moved(methods: &Methods, side: f64) -> Option<Diagnostic> {
    let translation = methods.find::<Translation>().filter(|moved| moved.limit.get() > side / 4.0)?;
    let place = translation.limit.span.or(methods.span_of::<Translation>())?;
    let message =
        format!("digits moved by up to {} px leave images of {side} px", short(translation.limit.get()));
    let finding = LINT.at(place, message).label("cuts strokes off");
    Some(
        finding
            .help(format!("a quarter of the side is {} px; margins are mostly smaller", short(side / 4.0))),
    )
}

/// The same bounds for the options of Keras' generator, and its flips.
fn generated(methods: &Methods) -> Option<Diagnostic> {
    let generator = methods.find::<ImageDataGenerator>()?;
    let flips = [&generator.horizontal_flip, &generator.vertical_flip];
    let flipped = flips.into_iter().find(|flip| flip.value == Flag::On).and_then(|flip| flip.span);
    let turned = [&generator.rotation, &generator.shear].into_iter();
    let turned = turned.filter(|angle| angle.get() > STEEPEST).find_map(|angle| angle.span);
    let shifted = [&generator.width_shift, &generator.height_shift].into_iter();
    let shifted = shifted.filter(|share| share.get() > 0.25).find_map(|share| share.span);
    let at = |place, message, label| LINT.at(place, message).label(label);
    let finding = match (flipped, turned, shifted) {
        (Some(place), _, _) => {
            at(place, "mirrored digits are no longer those of their labels", "mirrors a 2 into an S")
        }
        (_, Some(place), _) => {
            at(place, "digits turned or slanted by more than 30 deg are others", "turns too far")
        }
        (_, _, Some(place)) => {
            at(place, "digits moved by more than a quarter of the image", "cuts strokes off")
        }
        _ => return None,
    };
    Some(finding.help("digits bear about 15 deg and a tenth of the side; articles of clothing bear more"))
}

fn bent(methods: &Methods, side: f64) -> Option<Diagnostic> {
    let elastic = methods.find::<Elastic>()?;
    // The strongest bending of a range: the least smoothing of the largest noise.
    let (sigma, alpha) = (elastic.sigma.ends().0, elastic.alpha.ends().1);
    let alpha_of_one_pixel = 2.0 * (3.0 * PI).sqrt() * sigma;
    let displacement = alpha / alpha_of_one_pixel;
    let (farthest, steepest) = (side / (4.0 * 3f64.sqrt()), FOLDING * SQRT_2 * sigma);
    let bound = farthest.min(steepest);
    if displacement <= bound {
        return None;
    }
    let place: Span = elastic.alpha.span.or(methods.span_of::<Elastic>())?;
    let moved = format!("pixels are moved by {} px (standard deviation)", short(displacement));
    let finding = match displacement > farthest {
        true => {
            LINT.at(place, format!("{moved} in images of {side} px")).label("moves strokes across the image")
        }
        false => LINT
            .at(place, format!("{moved} within {} px: strokes fold over", short(sigma)))
            .label("too steep"),
    };
    let finding = finding.maybe_also(elastic.sigma.span, "smooths over this");
    let largest = short(bound * alpha_of_one_pixel);
    Some(finding.help(format!(
        "with a sigma of {} px, alpha can be {largest} px; 36 px over 6 px are usual",
        short(sigma)
    )))
}
