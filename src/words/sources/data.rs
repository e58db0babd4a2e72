//! Sources of data sets and of problems made by rule, by key.

use crate::vocabulary::Source;

pub static LECUN: Source = Source::article(
    "LeCun1998",
    1998,
    "LeCun, Yann and Bottou, Léon and Bengio, Yoshua and Haffner, Patrick",
    "Gradient-based learning applied to document recognition",
    "Proceedings of the IEEE",
    "86:2278--2324",
);

pub static XIAO: Source = Source::misc(
    "Xiao2017",
    2017,
    "Xiao, Han and Rasul, Kashif and Vollgraf, Roland",
    "Fashion-MNIST: A novel image dataset for benchmarking machine learning algorithms",
    "arXiv:1708.07747",
);

pub static HOPKINS: Source = Source::misc(
    "Hopkins1999",
    1999,
    "Hopkins, Mark and Reeber, Erik and Forman, George and Suermondt, Jaap",
    "Spambase",
    "UCI Machine Learning Repository, data set 94",
);

pub static ALPAYDIN_KAYNAK: Source = Source::misc(
    "AlpaydinKaynak1998",
    1998,
    "Alpaydin, Ethem and Kaynak, Cenk",
    "Optical recognition of handwritten digits",
    "UCI Machine Learning Repository, data set 80",
);

pub static SIGILLITO: Source = Source::article(
    "Sigillito1989",
    1989,
    "Sigillito, Vincent G. and Wing, Simon P. and Hutton, Larrie V. and Baker, Kile B.",
    "Classification of radar returns from the ionosphere using neural networks",
    "Johns Hopkins APL Technical Digest",
    "10:262--266",
);

pub static WOLBERG: Source = Source::misc(
    "Wolberg1995",
    1995,
    "Wolberg, William and Mangasarian, Olvi and Street, Nick and Street, W.",
    "Breast cancer Wisconsin (diagnostic)",
    "UCI Machine Learning Repository, data set 17",
);

pub static MACKAY: Source = Source::book(
    "MacKay2003",
    2003,
    "MacKay, David J. C.",
    "Information Theory, Inference, and Learning Algorithms",
    "Cambridge University Press",
);

pub static VALLET: Source = Source::article(
    "Vallet1989",
    1989,
    "Vallet, F. and Cailton, J.-G. and Refregier, Ph.",
    "Linear and nonlinear extension of the pseudo-inverse solution for learning Boolean functions",
    "Europhysics Letters",
    "9:315--320",
);

pub static MAYER_KHAIRY_HOWARD: Source = Source::article(
    "Mayer2010",
    2010,
    "Mayer, Jürgen and Khairy, Khaled and Howard, Jonathon",
    "Drawing an elephant with four complex parameters",
    "American Journal of Physics",
    "78:648--649",
);

pub static HASTIE: Source = Source::article(
    "Hastie2022",
    2022,
    "Hastie, Trevor and Montanari, Andrea and Rosset, Saharon and Tibshirani, Ryan J.",
    "Surprises in high-dimensional ridgeless least squares interpolation",
    "The Annals of Statistics",
    "50:949--986",
);

pub static HANSEN_1994: Source = Source::article(
    "Hansen1994",
    1994,
    "Hansen, Per Christian",
    "Regularization Tools: A Matlab package for analysis and solution of discrete ill-posed problems",
    "Numerical Algorithms",
    "6:1--35",
);
