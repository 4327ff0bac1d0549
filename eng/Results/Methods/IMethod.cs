namespace Results.Methods;

/// <summary>A way to make a classifier. A new one is a file that implements this, and a line in <see cref="MethodCatalog"/>.</summary>
internal interface IMethod
{
    /// <summary>Its name on the command line and in stored runs.</summary>
    string Name { get; }

    /// <summary>Its name on the page.</summary>
    string Title { get; }

    /// <summary>Whether it uses the language model.</summary>
    bool NeedsModel { get; }

    /// <summary>Whether few labels make sense.</summary>
    bool TakesFewLabels { get; }

    /// <summary>Whether all labels make sense.</summary>
    bool TakesAllLabels { get; }

    /// <summary>Whether it is another form of a method, tried on some data sets: the page has it where it was run, and misses it nowhere.</summary>
    bool IsVariant { get; }

    /// <summary>Whether the seed changes anything where all labels are used.</summary>
    bool IsRandom { get; }

    /// <summary>What decides the figures, beside data, model and seed: a run with other settings is another run.</summary>
    IReadOnlyDictionary<string, string> Settings { get; }

    /// <summary>Trains, and predicts the test rows. Whatever is chosen is chosen without them.</summary>
    Outcome Run(Trial trial);
}
