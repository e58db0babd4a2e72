//! The random numbers of the reference scripts: splitmix64 (Steele, Lea and Flood 2014) with Box and Muller's
//! normals, cosine first.

use std::f64::consts::PI;

pub struct SplitMix {
    state: u64,
    spare: Option<f64>,
}

impl SplitMix {
    pub fn new(seed: u64) -> Self {
        SplitMix { state: seed, spare: None }
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.state ^ (self.state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn uniform(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    fn normal(&mut self) -> f64 {
        if let Some(spare) = self.spare.take() {
            return spare;
        }
        let (radius, angle) = (1.0 - self.uniform(), 2.0 * PI * self.uniform());
        let radius = (-2.0 * radius.ln()).sqrt();
        self.spare = Some(radius * angle.sin());
        radius * angle.cos()
    }

    pub fn normals(&mut self, count: usize) -> Vec<f64> {
        (0..count).map(|_| self.normal()).collect()
    }
}

#[test]
fn the_first_normals_are_those_of_the_scripts() {
    let expected = [0.882248906222269, 1.38847328528771, -0.45084987571886, 0.670716440902429];
    let found = SplitMix::new(42).normals(4);
    assert!(found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-14), "{found:?}");
}
