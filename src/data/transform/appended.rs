//! More training rows: made by a model, behind those that were there. The other parts stay.

use crate::data::dataset::{Dataset, Part, Shape, Targets};
use crate::data::fault::{DataFault, same};
use crate::data::features::Features;
use ndarray::{Array2, Axis, concatenate};
use std::sync::Arc;

/// The training part with `rows` (rows, columns) and their targets behind it.
///
/// # Errors
/// [`DataFault`] where columns or targets do not go with those that are there.
pub fn appended(data: &Dataset, rows: &Array2<f32>, targets: &Targets) -> Result<Dataset, DataFault> {
    same("columns", ("the data", data.train.x.columns()), ("what is added", rows.ncols()))?;
    let x = data.train.x.single();
    // Both have the same columns: they can stand below each other.
    let x = concatenate(Axis(0), &[x.view(), rows.view()]).unwrap_or_default();
    let y = match (&data.train.y, targets) {
        (Targets::Classes(old), Targets::Classes(new)) => {
            Targets::Classes(old.iter().chain(new.iter()).copied().collect::<Vec<u32>>().into())
        }
        (Targets::None, _) => Targets::None,
        _ => {
            let allowed = "as those of the training rows: classes";
            return Err(DataFault::Argument {
                name: "the targets",
                found: "of another kind".into(),
                allowed,
            });
        }
    };
    let train = Part { x: Features::Single(x.into_shared()), y };
    let shape = appended_shape(&data.shape, rows.nrows());
    Ok(Dataset {
        shape,
        train,
        truth: None,
        law: None,
        class_names: Arc::clone(&data.class_names),
        ..data.clone()
    })
}

/// The shape after [`appended`].
pub fn appended_shape(shape: &Shape, rows: usize) -> Shape {
    Shape { train: shape.train + rows, facts: shape.facts.mapped(), ..shape.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn rows_stand_behind_those_that_were_there() {
        let part = |x: Array2<f32>, y: Vec<u32>| Part {
            x: Features::Single(x.into_shared()),
            y: Targets::Classes(y.into()),
        };
        let set = Dataset::new("made", part(array![[1.0, 2.0]], vec![1]), None, vec!["a".into(), "b".into()]);
        let more =
            appended(&set, &array![[3.0, 4.0], [5.0, 6.0]], &Targets::Classes(vec![0, 1].into())).unwrap();
        assert_eq!(more.train.x.single(), array![[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]].into_shared());
        assert!(matches!(&more.train.y, Targets::Classes(y) if **y == [1, 0, 1]));
        assert_eq!(more.shape.train, 3);
        assert!(appended(&set, &array![[1.0]], &Targets::Classes(vec![0].into())).is_err());
        assert!(appended(&set, &array![[1.0, 1.0]], &Targets::None).is_err());
    }
}
