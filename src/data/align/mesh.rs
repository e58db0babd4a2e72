//! Continuous piecewise-affine velocity fields on the unit square.
//!
//! The square is cut into nx x ny cells, each into four triangles by its centre. A field that is affine in every
//! triangle and continuous is given by its velocities at the V = (nx + 1)(ny + 1) + nx ny vertices (Lagrange's linear
//! finite elements), in the order 2 vertex + axis. Conditions are linear: nothing may flow over the border, or the
//! field goes on outside (the triangles beside a border vertex agree along the ray that leaves it), and areas may be
//! kept (trace zero in each triangle). The fields that fulfil them are the null space of the conditions, whose
//! dimension is what Freifeld, Hauberg, Batmanghelich and Fisher (2017) call dim(theta).
//! Axes: x to the right, y down. Triangles of a cell: top, right, bottom, left.

use crate::numeric::lapack::{self, LapackError};
use ndarray::{Array2, s};

/// (x, y, 1) to a velocity, and a step of time to a position.
pub type Affine = [[f64; 3]; 2];

/// What holds at the border of the square.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Border {
    /// Anything.
    Free,
    /// No velocity across the border.
    Closed,
    /// The field goes on outside, continuous.
    Outside,
}

/// The triangles.
#[derive(Clone, Debug)]
pub struct Mesh {
    cells: (usize, usize),
    vertices: Vec<[f64; 2]>,
    triangles: Vec<[usize; 3]>,
    /// From the values at a triangle's vertices to the coefficients of x, y and 1.
    coefficients: Vec<[[f64; 3]; 3]>,
}

impl Mesh {
    /// So many cells along x and y, both above 0.
    pub fn new(nx: usize, ny: usize) -> Mesh {
        let cells = (nx.max(1), ny.max(1));
        let corners = corners(cells);
        let centres = (0..cells.0 * cells.1).map(|cell| {
            let (i, j) = ((cell % cells.0) as f64, (cell / cells.0) as f64);
            [(i + 0.5) / cells.0 as f64, (j + 0.5) / cells.1 as f64]
        });
        let vertices: Vec<[f64; 2]> = corners.into_iter().chain(centres).collect();
        let triangles: Vec<[usize; 3]> =
            (0..cells.0 * cells.1).flat_map(|cell| triangles_of(cell, cells)).collect();
        let coefficients =
            triangles.iter().map(|triangle| coefficients(triangle.map(|v| vertices[v]))).collect();
        Mesh { cells, vertices, triangles, coefficients }
    }

    /// How many numbers a field has without any condition.
    pub fn free(&self) -> usize {
        2 * self.vertices.len()
    }

    pub fn vertices(&self) -> &[[f64; 2]] {
        &self.vertices
    }

    pub fn triangles(&self) -> &[[usize; 3]] {
        &self.triangles
    }

    /// The triangle of a point; outside the square that of the border which it lies beyond.
    #[inline]
    pub fn triangle(&self, [x, y]: [f64; 2]) -> usize {
        let (u, i) = within(x * self.cells.0 as f64, self.cells.0);
        let (v, j) = within(y * self.cells.1 as f64, self.cells.1);
        let side = match (u < v, 1.0 - u < v) {
            (true, true) => 2,
            (true, false) => 3,
            (false, true) => 1,
            (false, false) => 0,
        };
        4 * (j * self.cells.0 + i) + side
    }

    /// The field's affine map in every triangle, from the velocities at the vertices.
    pub fn affine(&self, velocities: &[f64]) -> Vec<Affine> {
        let of = |(triangle, coefficients): (&[usize; 3], &[[f64; 3]; 3])| {
            std::array::from_fn(|axis| {
                let at = triangle.map(|vertex| velocities[2 * vertex + axis]);
                coefficients.map(|row| row[0] * at[0] + row[1] * at[1] + row[2] * at[2])
            })
        };
        self.triangles.iter().zip(&self.coefficients).map(of).collect()
    }

    /// The transpose of [`Mesh::affine`]: a gradient in the maps becomes one in the velocities.
    pub fn gather(&self, gradients: &[Affine]) -> Vec<f64> {
        let mut velocities = vec![0.0; self.free()];
        for ((triangle, coefficients), gradient) in
            self.triangles.iter().zip(&self.coefficients).zip(gradients)
        {
            for (corner, vertex) in triangle.iter().enumerate() {
                for axis in 0..2 {
                    let terms = (0..3).map(|k| coefficients[k][corner] * gradient[axis][k]);
                    velocities[2 * vertex + axis] += terms.sum::<f64>();
                }
            }
        }
        velocities
    }

    /// An orthonormal basis of the fields that fulfil the conditions: (free, dimension).
    ///
    /// # Errors
    /// Where LAPACK fails.
    pub fn basis(&self, border: Border, keeps_areas: bool) -> Result<Array2<f64>, LapackError> {
        let conditions = self.conditions(border, keeps_areas);
        if conditions.nrows() == 0 {
            return Ok(Array2::eye(self.free()));
        }
        let square = lapack::eigh(conditions.t().dot(&conditions).view())?;
        let largest = square.values.iter().fold(0.0f64, |largest, &value| largest.max(value));
        let null = square.values.iter().take_while(|&&value| value < 1e-10 * largest).count();
        Ok(square.vectors.slice(s![.., ..null]).to_owned())
    }

    /// Rows that vanish on the fields which are asked for: (conditions, free).
    fn conditions(&self, border: Border, keeps_areas: bool) -> Array2<f64> {
        let mut rows: Vec<Vec<f64>> = match border {
            Border::Free => Vec::new(),
            Border::Closed => self.closed(),
            Border::Outside => self.continued(),
        };
        if keeps_areas {
            let trace = |triangle| {
                self.sum(&self.coefficient(triangle, 0, 0), &self.coefficient(triangle, 1, 1), 1.0)
            };
            rows.extend((0..self.triangles.len()).map(trace));
        }
        let flat: Vec<f64> = rows.iter().flatten().copied().collect();
        Array2::from_shape_vec((rows.len(), self.free()), flat).unwrap_or_default()
    }

    /// No normal velocity at vertices of the border.
    fn closed(&self) -> Vec<Vec<f64>> {
        let all = self
            .vertices
            .iter()
            .enumerate()
            .flat_map(|(vertex, at)| [(vertex, 0, at[0]), (vertex, 1, at[1])]);
        let border = all.filter(|&(_, _, at)| at == 0.0 || at == 1.0);
        border
            .map(|(vertex, axis, _)| {
                let mut row = vec![0.0; self.free()];
                row[2 * vertex + axis] = 1.0;
                row
            })
            .collect()
    }

    /// Neighbours along a side of the square have the same derivative across it.
    fn continued(&self) -> Vec<Vec<f64>> {
        let (nx, ny) = self.cells;
        let triangle = |i: usize, j: usize, side: usize| 4 * (j * nx + i) + side;
        let along_x = (1..nx).flat_map(|i| [(i, 0, 0), (i, ny - 1, 2)]);
        let along_x = along_x.map(|(i, j, side)| (triangle(i - 1, j, side), triangle(i, j, side), 1));
        let along_y = (1..ny).flat_map(|j| [(nx - 1, j, 1), (0, j, 3)]);
        let along_y = along_y.map(|(i, j, side)| (triangle(i, j - 1, side), triangle(i, j, side), 0));
        let pairs = along_x.chain(along_y);
        let rows = pairs.flat_map(|(a, b, across)| {
            [0, 1].map(|axis| {
                self.sum(&self.coefficient(a, axis, across), &self.coefficient(b, axis, across), -1.0)
            })
        });
        rows.collect()
    }

    /// The row that gives one coefficient of the affine map of a triangle.
    fn coefficient(&self, triangle: usize, axis: usize, k: usize) -> Vec<(usize, f64)> {
        let corners = self.triangles[triangle].iter().zip(self.coefficients[triangle][k]);
        corners.map(|(vertex, weight)| (2 * vertex + axis, weight)).collect()
    }

    fn sum(&self, a: &[(usize, f64)], b: &[(usize, f64)], sign: f64) -> Vec<f64> {
        let mut row = vec![0.0; self.free()];
        a.iter().for_each(|&(at, weight)| row[at] += weight);
        b.iter().for_each(|&(at, weight)| row[at] += sign * weight);
        row
    }
}

/// The place in a cell, and the cell, which is one of the border for what lies outside.
#[inline]
fn within(scaled: f64, cells: usize) -> (f64, usize) {
    // A conversion to whole numbers cuts, keeps to its range and takes NaN for 0.
    let cell = (scaled as usize).min(cells - 1);
    (scaled - cell as f64, cell)
}

fn corners((nx, ny): (usize, usize)) -> Vec<[f64; 2]> {
    let place = |at: usize| [(at % (nx + 1)) as f64 / nx as f64, (at / (nx + 1)) as f64 / ny as f64];
    (0..(nx + 1) * (ny + 1)).map(place).collect()
}

/// Top, right, bottom and left of a cell, each with the centre.
fn triangles_of(cell: usize, (nx, ny): (usize, usize)) -> [[usize; 3]; 4] {
    let corner = |right: usize, down: usize| (cell / nx + down) * (nx + 1) + cell % nx + right;
    let centre = (nx + 1) * (ny + 1) + cell;
    let (top_left, top_right) = (corner(0, 0), corner(1, 0));
    let (bottom_left, bottom_right) = (corner(0, 1), corner(1, 1));
    [
        [top_left, top_right, centre],
        [top_right, bottom_right, centre],
        [bottom_left, bottom_right, centre],
        [top_left, bottom_left, centre],
    ]
}

/// The inverse of the matrix with rows (x, y, 1), by Cramer's rule.
fn coefficients([a, b, c]: [[f64; 2]; 3]) -> [[f64; 3]; 3] {
    let area = (b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1]);
    let of = |p: [f64; 2], q: [f64; 2]| {
        [(p[1] - q[1]) / area, (q[0] - p[0]) / area, (p[0] * q[1] - q[0] * p[1]) / area]
    };
    let (a, b, c) = (of(b, c), of(c, a), of(a, b));
    std::array::from_fn(|k| [a[k], b[k], c[k]])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// dim(theta) of Freifeld et al. (2017) and its published programs, for 1 x 1 to 5 x 5 cells: free, closed, going on
    /// outside, and the last two with areas kept.
    #[test]
    fn the_dimensions_are_the_published_ones() {
        let table = [
            (1, [10, 2, 10, 0, 7]),
            (2, [26, 14, 20, 3, 10]),
            (3, [50, 34, 34, 8, 11]),
            (4, [82, 62, 58, 15, 15]),
            (5, [122, 98, 90, 24, 19]),
        ];
        for (n, expected) in table {
            let mesh = Mesh::new(n, n);
            let of = |border, areas| mesh.basis(border, areas).expect("a basis").ncols();
            let found = [
                of(Border::Free, false),
                of(Border::Closed, false),
                of(Border::Outside, false),
                of(Border::Closed, true),
                of(Border::Outside, true),
            ];
            assert_eq!(found, expected, "{n} x {n}");
        }
    }

    /// At a vertex every triangle that meets there gives the vertex' velocity, whichever it is asked by.
    #[test]
    fn fields_interpolate_their_vertices() {
        let mesh = Mesh::new(3, 2);
        let velocities: Vec<f64> = (0..mesh.free()).map(|i| ((i * 7919) % 101) as f64 / 50.0 - 1.0).collect();
        let maps = mesh.affine(&velocities);
        for (map, triangle) in maps.iter().zip(&mesh.triangles) {
            for vertex in triangle {
                let [x, y] = mesh.vertices[*vertex];
                for axis in 0..2 {
                    let value = map[axis][0] * x + map[axis][1] * y + map[axis][2];
                    assert!((value - velocities[2 * vertex + axis]).abs() < 1e-12);
                }
            }
        }
    }

    /// Points near the middle of each triangle find it; beyond the border they find the triangle they left by.
    #[test]
    fn points_find_their_triangle() {
        let mesh = Mesh::new(4, 3);
        for (index, triangle) in mesh.triangles.iter().enumerate() {
            let at = triangle.map(|vertex| mesh.vertices[vertex]);
            let middle = [0, 1].map(|axis| (at[0][axis] + at[1][axis] + at[2][axis]) / 3.0);
            assert_eq!(mesh.triangle(middle), index);
        }
        assert_eq!(mesh.triangle([0.1, -3.0]), 0);
        assert_eq!(mesh.triangle([9.0, 0.99]), 4 * (2 * 4 + 3) + 1);
        assert_eq!(mesh.triangle([f64::NAN, f64::NAN]), 0);
    }

    /// <gather(g), w> = <g, affine(w)>.
    #[test]
    fn gathering_is_the_transpose_of_the_affine_maps() {
        let mesh = Mesh::new(2, 2);
        let w: Vec<f64> = (0..mesh.free()).map(|i| (i as f64 * 0.37).sin()).collect();
        let g: Vec<Affine> = (0..mesh.triangles.len())
            .map(|t| std::array::from_fn(|r| std::array::from_fn(|k| ((t * 6 + r * 3 + k) as f64).cos())))
            .collect();
        let left: f64 = mesh.gather(&g).iter().zip(&w).map(|(a, b)| a * b).sum();
        let maps = mesh.affine(&w);
        let pairs = g.iter().flatten().flatten().zip(maps.iter().flatten().flatten());
        let right: f64 = pairs.map(|(a, b)| a * b).sum();
        assert!((left - right).abs() < 1e-10 * left.abs().max(1.0));
    }
}
