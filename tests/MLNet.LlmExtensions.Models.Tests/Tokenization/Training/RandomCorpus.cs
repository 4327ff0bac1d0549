namespace MLNet.LlmExtensions.Models.Tests.Tokenization.Training;

/// <summary>Texts of few different letters, so that pairs overlap and counts tie.</summary>
internal static class RandomCorpus
{
    public static string[] Create(Random random)
    {
        int letters = random.Next(2, 7);
        string[] words = [.. Enumerable.Range(0, random.Next(3, 40)).Select(_ => Word(random, letters))];
        return
        [
            .. Enumerable.Range(0, random.Next(5, 60)).Select(_ =>
                string.Join(' ', Enumerable.Range(0, random.Next(1, 8)).Select(_ => words[random.Next(random.Next(words.Length) + 1)]))),
        ];
    }

    private static string Word(Random random, int letters) => string.Concat(
        Enumerable.Range(0, random.Next(1, 10)).Select(_ => (char)('a' + random.Next(random.Next(letters) + 1))));
}
