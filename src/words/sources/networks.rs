//! Sources of networks and autoencoders, and of how they are trained, by key.

use crate::vocabulary::Source;

pub static RUMELHART_HINTON_WILLIAMS: Source = Source::article(
    "Rumelhart1986",
    1986,
    "Rumelhart, David E. and Hinton, Geoffrey E. and Williams, Ronald J.",
    "Learning representations by back-propagating errors",
    "Nature",
    "323:533--536",
);

pub static ROBBINS_MONRO: Source = Source::article(
    "RobbinsMonro1951",
    1951,
    "Robbins, Herbert and Monro, Sutton",
    "A stochastic approximation method",
    "The Annals of Mathematical Statistics",
    "22:400--407",
);

pub static SUTSKEVER: Source = Source::proceedings(
    "Sutskever2013",
    2013,
    "Sutskever, Ilya and Martens, James and Dahl, George and Hinton, Geoffrey",
    "On the importance of initialization and momentum in deep learning",
    "International Conference on Machine Learning",
    "1139--1147",
);

pub static KINGMA_BA: Source = Source::proceedings(
    "KingmaBa2015",
    2015,
    "Kingma, Diederik P. and Ba, Jimmy",
    "Adam: A method for stochastic optimization",
    "International Conference on Learning Representations",
    "",
);

pub static TIELEMAN_HINTON: Source = Source::misc(
    "TielemanHinton2012",
    2012,
    "Tieleman, Tijmen and Hinton, Geoffrey",
    "Lecture 6.5: RMSProp",
    "Neural Networks for Machine Learning, Coursera",
);

pub static POLYAK_JUDITSKY: Source = Source::article(
    "PolyakJuditsky1992",
    1992,
    "Polyak, Boris T. and Juditsky, Anatoli B.",
    "Acceleration of stochastic approximation by averaging",
    "SIAM Journal on Control and Optimization",
    "30:838--855",
);

pub static PASCANU: Source = Source::proceedings(
    "Pascanu2013",
    2013,
    "Pascanu, Razvan and Mikolov, Tomas and Bengio, Yoshua",
    "On the difficulty of training recurrent neural networks",
    "International Conference on Machine Learning",
    "1310--1318",
);

pub static LOSHCHILOV_HUTTER: Source = Source::proceedings(
    "LoshchilovHutter2017",
    2017,
    "Loshchilov, Ilya and Hutter, Frank",
    "SGDR: Stochastic gradient descent with warm restarts",
    "International Conference on Learning Representations",
    "",
);

pub static SRIVASTAVA: Source = Source::article(
    "Srivastava2014",
    2014,
    "Srivastava, Nitish and Hinton, Geoffrey and Krizhevsky, Alex and Sutskever, Ilya and Salakhutdinov, Ruslan",
    "Dropout: A simple way to prevent neural networks from overfitting",
    "Journal of Machine Learning Research",
    "15:1929--1958",
);

pub static PRECHELT: Source = Source::proceedings(
    "Prechelt1998",
    1998,
    "Prechelt, Lutz",
    "Early stopping - but when?",
    "Neural Networks: Tricks of the Trade",
    "55--69",
);

pub static KALAMKAR: Source = Source::article(
    "Kalamkar2019",
    2019,
    "Kalamkar, Dhiraj and Mudigere, Dheevatsa and Mellempudi, Naveen and Das, Dipankar and others",
    "A study of BFLOAT16 for deep learning training",
    "arXiv",
    "1905.12322",
);

pub static SREBRO_SHRAIBMAN: Source = Source::proceedings(
    "SrebroShraibman2005",
    2005,
    "Srebro, Nathan and Shraibman, Adi",
    "Rank, trace-norm and max-norm",
    "Conference on Learning Theory",
    "545--560",
);

pub static SZEGEDY: Source = Source::proceedings(
    "Szegedy2016",
    2016,
    "Szegedy, Christian and Vanhoucke, Vincent and Ioffe, Sergey and Shlens, Jonathon and Wojna, Zbigniew",
    "Rethinking the Inception architecture for computer vision",
    "IEEE Conference on Computer Vision and Pattern Recognition",
    "2818--2826",
);

pub static GOYAL: Source = Source::misc(
    "Goyal2017",
    2017,
    "Goyal, Priya and Dollár, Piotr and Girshick, Ross and Noordhuis, Pieter and Wesolowski, Lukasz and Kyrola, Aapo and Tulloch, Andrew and Jia, Yangqing and He, Kaiming",
    "Accurate, large minibatch SGD: Training ImageNet in 1 hour",
    "arXiv:1706.02677",
);

pub static KROGH_HERTZ: Source = Source::proceedings(
    "KroghHertz1992",
    1992,
    "Krogh, Anders and Hertz, John A.",
    "A simple weight decay can improve generalization",
    "Advances in Neural Information Processing Systems 4",
    "950--957",
);

pub static VINCENT_2008: Source = Source::proceedings(
    "Vincent2008",
    2008,
    "Vincent, Pascal and Larochelle, Hugo and Bengio, Yoshua and Manzagol, Pierre-Antoine",
    "Extracting and composing robust features with denoising autoencoders",
    "International Conference on Machine Learning",
    "1096--1103",
);

pub static VINCENT_2010: Source = Source::article(
    "Vincent2010",
    2010,
    "Vincent, Pascal and Larochelle, Hugo and Lajoie, Isabelle and Bengio, Yoshua and Manzagol, Pierre-Antoine",
    "Stacked denoising autoencoders: Learning useful representations in a deep network with a local denoising criterion",
    "Journal of Machine Learning Research",
    "11:3371--3408",
);

pub static RIFAI_TANGENTS: Source = Source::proceedings(
    "RifaiDauphin2011",
    2011,
    "Rifai, Salah and Dauphin, Yann N. and Vincent, Pascal and Bengio, Yoshua and Muller, Xavier",
    "The manifold tangent classifier",
    "Advances in Neural Information Processing Systems",
    "2294--2302",
);

pub static RIFAI: Source = Source::proceedings(
    "Rifai2011",
    2011,
    "Rifai, Salah and Vincent, Pascal and Muller, Xavier and Glorot, Xavier and Bengio, Yoshua",
    "Contractive auto-encoders: Explicit invariance during feature extraction",
    "International Conference on Machine Learning",
    "833--840",
);

pub static VINCENT_2011: Source = Source::article(
    "Vincent2011",
    2011,
    "Vincent, Pascal",
    "A connection between score matching and denoising autoencoders",
    "Neural Computation",
    "23:1661--1674",
);

pub static ALAIN_BENGIO: Source = Source::article(
    "AlainBengio2014",
    2014,
    "Alain, Guillaume and Bengio, Yoshua",
    "What regularized auto-encoders learn from the data-generating distribution",
    "Journal of Machine Learning Research",
    "15:3563--3593",
);

pub static BALDI_HORNIK: Source = Source::article(
    "BaldiHornik1989",
    1989,
    "Baldi, Pierre and Hornik, Kurt",
    "Neural networks and principal component analysis: Learning from examples without local minima",
    "Neural Networks",
    "2:53--58",
);

pub static LARSSON: Source = Source::proceedings(
    "Larsson2017",
    2017,
    "Larsson, Gustav and Maire, Michael and Shakhnarovich, Gregory",
    "FractalNet: Ultra-deep neural networks without residuals",
    "International Conference on Learning Representations",
    "",
);

pub static IOFFE_SZEGEDY: Source = Source::proceedings(
    "IoffeSzegedy2015",
    2015,
    "Ioffe, Sergey and Szegedy, Christian",
    "Batch normalization: Accelerating deep network training by reducing internal covariate shift",
    "International Conference on Machine Learning",
    "448--456",
);

pub static BA_KIROS_HINTON: Source = Source::misc(
    "Ba2016",
    2016,
    "Ba, Jimmy Lei and Kiros, Jamie Ryan and Hinton, Geoffrey E.",
    "Layer normalization",
    "arXiv:1607.06450",
);

pub static KRIZHEVSKY_SUTSKEVER_HINTON: Source = Source::proceedings(
    "Krizhevsky2012",
    2012,
    "Krizhevsky, Alex and Sutskever, Ilya and Hinton, Geoffrey E.",
    "ImageNet classification with deep convolutional neural networks",
    "Advances in Neural Information Processing Systems 25",
    "1097--1105",
);
