//! The diffeomorphism T of a velocity field: where a point is after a time of 1.
//!
//! In a triangle with the map v(x) = A (x, 1) a step of time h is x -> expm(A h) (x, 1), the exponential taken once for
//! each triangle. A point takes N such steps, each with the triangle that it starts in; one that crosses an edge on the
//! way is off by about h² |v| times the change of A: some hundredths of a pixel of 28 for N = 16 and the fields of digits.
//! The field -v gives the inverse of T. [`Flow::backward`] is the exact gradient of these N steps, by going back
//! through them; the derivative of the exponential is that of its series (Higham 2008, section 10.6).

use super::mesh::{Affine, Mesh};

/// The exponential of (A h, 0): the series, whose terms fall at once for the small steps of a flow.
pub(super) fn exponential(a: &Affine) -> Affine {
    let mut term = *a;
    let mut sum = [[1.0 + a[0][0], a[0][1], a[0][2]], [a[1][0], 1.0 + a[1][1], a[1][2]]];
    for k in 2..TERMS {
        term = product(a, &term).map(|row| row.map(|value| value / k as f64));
        add(&mut sum, &term);
        if term.iter().flatten().all(|value| value.abs() < f64::EPSILON) {
            break;
        }
    }
    sum
}

/// Enough terms for steps whose norm is at most 4.
const TERMS: usize = 40;

/// The gradient in A of a function whose gradient in the exponential of A is g.
///
/// It is the derivative of the exponential at A' in the direction g: the sum over k of D_k / k!, where D_1 = g and
/// D_(k+1) = D_k A' + A'^k g.
pub(super) fn exponential_gradient(a: &Affine, g: &Affine) -> Affine {
    let transposed = [[a[0][0], a[1][0], 0.0], [a[0][1], a[1][1], 0.0], [a[0][2], a[1][2], 0.0]];
    let g = [g[0], g[1], [0.0; 3]];
    let (mut d, mut power, mut sum) = (g, transposed, g);
    let mut factor = 1.0;
    for k in 2..TERMS {
        factor /= k as f64;
        let (left, right) = (multiply(&d, &transposed), multiply(&power, &g));
        let mut largest = 0.0f64;
        for r in 0..3 {
            for c in 0..3 {
                d[r][c] = left[r][c] + right[r][c];
                sum[r][c] += factor * d[r][c];
                largest = largest.max((factor * d[r][c]).abs());
            }
        }
        power = multiply(&power, &transposed);
        if largest < 1e-14 {
            break;
        }
    }
    [sum[0], sum[1]]
}

fn multiply(a: &[[f64; 3]; 3], b: &[[f64; 3]; 3]) -> [[f64; 3]; 3] {
    std::array::from_fn(|r| std::array::from_fn(|c| (0..3).map(|k| a[r][k] * b[k][c]).sum()))
}

/// Of matrices with a third row of zeros.
fn product(a: &Affine, b: &Affine) -> Affine {
    std::array::from_fn(|r| std::array::from_fn(|c| a[r][0] * b[0][c] + a[r][1] * b[1][c]))
}

fn add(to: &mut Affine, other: &Affine) {
    to.iter_mut().flatten().zip(other.iter().flatten()).for_each(|(to, value)| *to += value);
}

#[inline]
fn step(map: &Affine, [x, y]: [f64; 2]) -> [f64; 2] {
    [map[0][0] * x + map[0][1] * y + map[0][2], map[1][0] * x + map[1][1] * y + map[1][2]]
}

/// The flow of one field, in so many steps.
#[derive(Debug)]
pub(super) struct Flow<'a> {
    mesh: &'a Mesh,
    steps: usize,
    /// A h of every triangle.
    slopes: Vec<Affine>,
    /// Its exponential.
    maps: Vec<Affine>,
}

impl<'a> Flow<'a> {
    /// Of the field with these velocities at the vertices, [`Mesh::free`] of them.
    pub fn new(mesh: &'a Mesh, velocities: &[f64], steps: usize) -> Self {
        let h = 1.0 / steps as f64;
        let mut slopes = mesh.affine(velocities);
        slopes.iter_mut().flatten().flatten().for_each(|value| *value *= h);
        let maps = slopes.iter().map(exponential).collect();
        Flow { mesh, steps, slopes, maps }
    }

    /// T(x).
    #[inline]
    pub fn carry(&self, mut point: [f64; 2]) -> [f64; 2] {
        for _ in 0..self.steps {
            point = step(&self.maps[self.mesh.triangle(point)], point);
        }
        point
    }

    /// Adds to `maps`, the gradient in the maps of all triangles, what the gradient `pull` in T(x) makes of it.
    pub fn pull_back(
        &self,
        mut point: [f64; 2],
        pull: [f64; 2],
        path: &mut Vec<(usize, [f64; 2])>,
        maps: &mut [Affine],
    ) {
        path.clear();
        for _ in 0..self.steps {
            let triangle = self.mesh.triangle(point);
            path.push((triangle, point));
            point = step(&self.maps[triangle], point);
        }
        let mut pull = pull;
        for &(triangle, [x, y]) in path.iter().rev() {
            for (row, pull) in maps[triangle].iter_mut().zip(pull) {
                row.iter_mut().zip([x, y, 1.0]).for_each(|(value, at)| *value += pull * at);
            }
            let map = &self.maps[triangle];
            pull = [map[0][0] * pull[0] + map[1][0] * pull[1], map[0][1] * pull[0] + map[1][1] * pull[1]];
        }
    }

    /// The gradient in the velocities, from the gradient in the maps.
    pub fn backward(&self, maps: &[Affine]) -> Vec<f64> {
        let h = 1.0 / self.steps as f64;
        let slopes =
            self.slopes.iter().zip(maps).map(|(slope, g)| match g.iter().flatten().all(|&v| v == 0.0) {
                true => [[0.0; 3]; 2],
                false => exponential_gradient(slope, g).map(|row| row.map(|value| value * h)),
            });
        self.mesh.gather(&slopes.collect::<Vec<_>>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::align::mesh::Border;

    fn field(mesh: &Mesh, border: Border, size: f64) -> Vec<f64> {
        let basis = mesh.basis(border, false).expect("a basis");
        let theta = ndarray::Array1::from_shape_fn(basis.ncols(), |i| size * ((i * i + 3 * i) as f64).sin());
        basis.dot(&theta).to_vec()
    }

    fn points() -> impl Iterator<Item = [f64; 2]> {
        (0..400).map(|i| [(f64::from(i % 20) + 0.5) / 20.0, (f64::from(i / 20) + 0.5) / 20.0])
    }

    #[test]
    fn zero_velocity_moves_nothing() {
        let mesh = Mesh::new(4, 4);
        let flow = Flow::new(&mesh, &vec![0.0; mesh.free()], 16);
        assert!(points().all(|point| flow.carry(point) == point));
    }

    /// The farthest that points are moved by v, and the farthest that they are from home after v and -v.
    fn there_and_back(mesh: &Mesh, v: &[f64], steps: usize) -> (f64, f64) {
        let back: Vec<f64> = v.iter().map(|value| -value).collect();
        let (there, back) = (Flow::new(mesh, v, steps), Flow::new(mesh, &back, steps));
        points().fold((0.0, 0.0), |(moved, missed): (f64, f64), point| {
            let to = there.carry(point);
            let home = back.carry(to);
            let distance = |other: [f64; 2]| (other[0] - point[0]).hypot(other[1] - point[1]);
            (moved.max(distance(to)), missed.max(distance(home)))
        })
    }

    /// Going along -v undoes going along v, up to the steps that cross edges: 1e-3 of the square (0.03 of 28 pixels) at
    /// 50 steps for displacements of nearly a tenth of it, and ever less with more steps where the field is continuous.
    #[test]
    fn the_opposite_field_is_the_inverse() {
        let mesh = Mesh::new(4, 4);
        for border in [Border::Free, Border::Closed, Border::Outside] {
            let v = field(&mesh, border, 0.06);
            let ((moved, coarse), (_, fine)) =
                (there_and_back(&mesh, &v, 50), there_and_back(&mesh, &v, 200));
            assert!(moved > 0.05, "{moved}");
            assert!(coarse < 1e-3, "{border:?}: {coarse} of {moved}");
            assert!(border == Border::Free || fine < coarse / 4.0, "{border:?}: {coarse} to {fine}");
        }
    }

    /// One cell with the same rotation in all triangles: a quarter turn about the centre, whatever the steps.
    #[test]
    fn a_rotation_is_integrated_exactly() {
        let mesh = Mesh::new(2, 2);
        let quarter = std::f64::consts::FRAC_PI_2;
        let v: Vec<f64> =
            mesh.vertices().iter().flat_map(|[x, y]| [-quarter * (y - 0.5), quarter * (x - 0.5)]).collect();
        let flow = Flow::new(&mesh, &v, 7);
        for [x, y] in points() {
            let [a, b] = flow.carry([x, y]);
            assert!((a - (1.0 - y)).abs() < 1e-12 && (b - x).abs() < 1e-12);
        }
    }

    /// A closed field keeps the square: nothing leaves it.
    #[test]
    fn a_closed_field_keeps_points_inside() {
        let mesh = Mesh::new(4, 4);
        let flow = Flow::new(&mesh, &field(&mesh, Border::Closed, 0.06), 50);
        assert!(points().flat_map(|point| flow.carry(point)).all(|at| (-1e-3..=1.001).contains(&at)));
    }

    /// The gradient of a sum over points against central differences. No path changes its triangles within 1e-6, so
    /// that only the differences' own error is left.
    #[test]
    fn the_gradient_is_that_of_the_steps() {
        let mesh = Mesh::new(2, 2);
        let v = field(&mesh, Border::Outside, 0.1);
        let pull = |[x, y]: [f64; 2]| [(7.0 * x).sin() + 1.0, (5.0 * y).cos() - 0.3];
        let value = |v: &[f64]| {
            let flow = Flow::new(&mesh, v, 10);
            points().map(|p| (flow.carry(p), pull(p))).map(|(t, g)| t[0] * g[0] + t[1] * g[1]).sum::<f64>()
        };
        let flow = Flow::new(&mesh, &v, 10);
        let mut maps = vec![[[0.0; 3]; 2]; mesh.triangles().len()];
        points().for_each(|p| flow.pull_back(p, pull(p), &mut Vec::new(), &mut maps));
        let gradient = flow.backward(&maps);
        for (i, g) in gradient.iter().enumerate() {
            let (mut up, mut down) = (v.clone(), v.clone());
            up[i] += 1e-6;
            down[i] -= 1e-6;
            let numeric = (value(&up) - value(&down)) / 2e-6;
            assert!((numeric - g).abs() < 1e-5 * numeric.abs().max(1.0), "{i}: {numeric} {g}");
        }
    }
}
