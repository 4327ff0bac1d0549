namespace Results.Pages;

/// <summary>The results page: the same runs give the same bytes.</summary>
internal static class ResultsPage
{
    /// <param name="input">What it is made of.</param>
    /// <param name="files">Receives the pictures.</param>
    /// <returns>The Markdown.</returns>
    public static string Write(PageInput input, PageFiles files)
    {
        var page = new MarkdownPage();
        page.Heading(1, "Results");
        page.Paragraph(
            """
            Made by `dotnet run -c Release --project eng/Results -- page` from stored runs and from the BASELINES.md of the data; nothing here was
            written by hand. `measure` makes the runs that are missing. The line below each table says which command, seeds, commit and
            machine its figures come from.

            Figures are means over the seeds, ± their standard deviation (of the sample). Macro-F1 is the mean of F1 over all classes of a data set, 0 for
            a class that is never hit. **Bold** is better than the best baseline of the same cell. Test rows are scored and nothing
            else: whatever is chosen is chosen on dev rows or by cross-validation among the training rows. Few labels are drawn from train and dev
            rows; with one seed the smaller draws are parts of the larger ones. Training time includes embedding the training rows; prediction time goes from text to class.
            Other forms of a method, which were tried on some data sets, are shown where they were run.
            """);
        page.Paragraph("The baselines are classifiers on n-grams, as BASELINES.md tells:");
        page.List(input.Baselines.Legend.Select(MarkdownPage.Escape));
        ShortfallSection.Write(page, input);
        foreach (var dataSet in input.Results.DataSets)
        {
            page.Heading(2, dataSet);
            page.Paragraph(Describe(input, dataSet));
            AllLabelsSection.Write(page, input, dataSet, files);
            UnseenSection.Write(page, input, dataSet);
            PublishedSection.Write(page, input, dataSet);
            FewLabelsSection.Write(page, input, dataSet, files);
        }

        return page.ToString();
    }

    private static string Describe(PageInput input, string dataSet)
    {
        var run = input.Results.Systems
            .SelectMany(system => PageInput.FewLabels.Select(labels => (int?)labels).Prepend(null).Select(labels => input.Results.Cell(dataSet, system, labels)))
            .OfType<ResultCell>()
            .First()
            .Runs[0];
        return FormattableString.Invariant(
            $"{run.Classes.Count} classes, {run.TestRows} test rows; split: {MarkdownPage.Escape(run.Split)}. Data file `{run.Identity.DataSha256[..16]}` (SHA-256).");
    }
}
