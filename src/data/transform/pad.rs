//! Images in a larger frame: MNIST's 28 x 28 pixels as the 29 x 29 of Cireşan et al. (2010).

use crate::data::dataset::{Dataset, Shape};
use crate::data::fault::DataFault;
use crate::data::features::Features;
use ndarray::{Array2, ArrayView2, s};

/// No image is wider; more is a slip of the pen.
const WIDEST: usize = 4096;

/// Every image in the middle of `side` x `side` zeros; where the margins can't be equal, the right and the lower one
/// are a pixel wider.
///
/// # Errors
/// As [`pad_shape`].
pub fn pad(data: &Dataset, side: usize) -> Result<Dataset, DataFault> {
    let shape = pad_shape(&data.shape, side)?;
    let size = data.shape.image.unwrap_or_default();
    let padded = data.map_features(|x| match x {
        Features::Single(x) => Features::Single(framed(x.view(), size, side).into_shared()),
        Features::Double(x) => Features::Double(framed(x.view(), size, side).into_shared()),
    });
    Ok(Dataset { shape, ..padded })
}

/// The shape after [`pad`].
///
/// # Errors
/// Where rows are no images, where they are larger than `side`, and beyond 4096 pixels.
pub fn pad_shape(shape: &Shape, side: usize) -> Result<Shape, DataFault> {
    let argument = |found, allowed| DataFault::Argument { name: "the padded side", found, allowed };
    let Some((height, width)) = shape.image else {
        return Err(argument(format!("rows of {} columns", shape.columns), "for images only"));
    };
    if side < height.max(width) || side > WIDEST {
        let found = format!("{side} for images of {height} x {width}");
        return Err(argument(found, "at least their longer side, and at most 4096"));
    }
    let range = shape.range.map(|(low, high)| (low.min(0.0), high.max(0.0)));
    Ok(Shape {
        columns: side * side,
        image: Some((side, side)),
        range,
        facts: shape.facts.mapped(),
        ..shape.clone()
    })
}

fn framed<T: Copy + Default>(x: ArrayView2<T>, (height, width): (usize, usize), side: usize) -> Array2<T> {
    let (top, left) = ((side - height) / 2, (side - width) / 2);
    let mut out = Array2::from_elem((x.nrows(), side * side), T::default());
    for (mut out, x) in out.rows_mut().into_iter().zip(x.rows()) {
        for row in 0..height {
            let start = (top + row) * side + left;
            let line = x.slice(s![row * width..(row + 1) * width]);
            out.slice_mut(s![start..start + width]).assign(&line);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Part, Targets};

    fn images(size: (usize, usize)) -> Dataset {
        let pixels = size.0 * size.1;
        let x = Array2::from_shape_fn((2, pixels), |(row, i)| (row * pixels + i) as f32 + 1.0);
        let part = Part { x: Features::Single(x.into_shared()), y: Targets::None };
        let mut data = Dataset::new("images", part, None, Vec::new());
        data.shape.image = Some(size);
        data
    }

    /// 2 x 2 in 3 x 3: the odd line and column are added behind. In 4 x 4 the margins are equal.
    #[test]
    fn the_odd_pixel_is_added_on_the_right_and_below() {
        let padded = |side| pad(&images((2, 2)), side).expect("padded").train.x.single().row(1).to_vec();
        assert_eq!(padded(3), [5., 6., 0., 7., 8., 0., 0., 0., 0.]);
        assert_eq!(padded(4)[4..8], [0., 5., 6., 0.]);
        assert_eq!(padded(2), [5., 6., 7., 8.]);
    }

    #[test]
    fn a_larger_frame_has_more_columns_and_zero_in_its_range() {
        let shape = pad_shape(&images((28, 28)).shape, 29).expect("a shape");
        assert_eq!((shape.columns, shape.image, shape.range), (841, Some((29, 29)), Some((0.0, 1568.0))));
        assert_eq!(pad(&images((28, 28)), 29).expect("padded").train.x.columns(), 841);
    }

    #[test]
    fn a_frame_that_is_too_small_or_without_an_image_is_refused() {
        assert!(matches!(pad_shape(&images((28, 20)).shape, 27), Err(DataFault::Argument { .. })));
        assert!(pad_shape(&images((2, 2)).shape, 5000).is_err());
        let table = Shape { columns: 784, ..Shape::default() };
        assert!(pad_shape(&table, 29).is_err());
    }
}
