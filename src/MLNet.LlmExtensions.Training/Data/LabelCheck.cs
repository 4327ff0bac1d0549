namespace MLNet.LlmExtensions.Training.Data;

/// <summary>Refuses data that nothing can be learned from, and says what is wrong with it. Texts never get into a message.</summary>
internal static class LabelCheck
{
    /// <summary>Checks the names of the classes.</summary>
    /// <exception cref="ArgumentException">There are too few, or one is empty or occurs twice.</exception>
    public static void Classes(IReadOnlyList<string> classes, bool multiLabel)
    {
        var least = multiLabel ? 1 : 2;
        if (classes.Count < least)
        {
            throw new ArgumentException($"There must be {least} classes or more, not {classes.Count}.", nameof(classes));
        }

        if (classes.Any(string.IsNullOrEmpty))
        {
            throw new ArgumentException("The name of a class must not be empty.", nameof(classes));
        }

        if (classes.CountBy(name => name).FirstOrDefault(entry => entry.Value > 1) is { Key: { } twice })
        {
            throw new ArgumentException($"The class '{twice}' occurs more than once.", nameof(classes));
        }
    }

    /// <summary>Checks the labels of rows.</summary>
    /// <param name="examples">The rows.</param>
    /// <param name="classes">The names of the classes.</param>
    /// <param name="multiLabel">Whether a row has any number of labels.</param>
    /// <param name="pairs">Whether every row must have a second text; null where that is still open.</param>
    /// <param name="name">What the rows are called.</param>
    /// <returns>Whether the rows are pairs.</returns>
    /// <exception cref="ArgumentException">A row's labels do not exist or are too many or too few, or pairs and single texts are mixed.</exception>
    public static bool Rows(IReadOnlyList<TrainingExample> examples, IReadOnlyList<string> classes, bool multiLabel, bool? pairs, string name)
    {
        for (var row = 0; row < examples.Count; row++)
        {
            var example = examples[row] ?? throw new ArgumentException($"Row {row} of the {name} rows is null.", name);
            pairs ??= example.TextPair is not null;
            if (example.TextPair is not null != pairs)
            {
                throw new ArgumentException(
                    $"Row {row} of the {name} rows has {(pairs.Value ? "no second text" : "a second text")}, unlike those before. " +
                    "Give every row a second text, an empty one if need be, or none.",
                    name);
            }

            if (!multiLabel && example.Labels.Count != 1)
            {
                throw new ArgumentException(
                    $"Row {row} of the {name} rows has {example.Labels.Count} labels; it must have one. " +
                    $"Set {nameof(FineTuningOptions.MultiLabel)} where a text may have any number.",
                    name);
            }

            foreach (var label in example.Labels)
            {
                if (label < 0 || label >= classes.Count)
                {
                    throw new ArgumentException(
                        $"Row {row} of the {name} rows has the label {label}; with {classes.Count} classes it must be 0 to {classes.Count - 1}.", name);
                }
            }

            if (example.Labels.Distinct().Count() != example.Labels.Count)
            {
                throw new ArgumentException($"Row {row} of the {name} rows has a label twice.", name);
            }
        }

        return pairs ?? false;
    }

    /// <summary>Checks that every class can be learned.</summary>
    /// <exception cref="ArgumentException">There are no rows, rows of one class only, or a class without rows.</exception>
    public static void Learnable(IReadOnlyList<TrainingExample> examples, IReadOnlyList<string> classes, bool multiLabel, string name)
    {
        if (examples.Count == 0)
        {
            throw new ArgumentException("There are no training rows.", name);
        }

        var counts = new int[classes.Count];
        foreach (var label in examples.SelectMany(example => example.Labels))
        {
            counts[label]++;
        }

        if (!multiLabel && counts.Count(count => count > 0) == 1)
        {
            throw new ArgumentException(
                $"All {examples.Count} training rows are of the class '{classes[Array.FindIndex(counts, count => count > 0)]}'; there is nothing to tell apart.", name);
        }

        var empty = Enumerable.Range(0, classes.Count).Where(c => counts[c] == 0).Select(c => $"'{classes[c]}'").ToArray();
        if (empty.Length > 0)
        {
            throw new ArgumentException(
                $"There are no training rows of the {(empty.Length == 1 ? "class" : "classes")} {string.Join(", ", empty)}. Add some or leave the class out.", name);
        }
    }
}
