using PuppeteerSharp;

namespace PredictionService.Tests;

/// <summary>The page in a real browser, where there is one.</summary>
public sealed class PageTests(SavedClassifier model)
{
    private const string Report = "Small left pleural effusion. Heart size normal.\n<b>Lungs clear</b> & stable.";

    private static readonly string[] Browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    [Fact]
    public async Task A_person_sees_the_label_the_probabilities_and_the_sentences()
    {
        await using var service = await RunningService.StartAsync(model.Path);
        await using var browser = await LaunchAsync();
        await using var page = await browser.NewPageAsync();
        var errors = new List<string>();
        page.PageError += (_, error) => errors.Add(error.Message);
        page.Console += (_, message) => errors.Add(message.Message.Text);
        await page.GoToAsync(service.Address.ToString());
        await page.WaitForSelectorAsync("#classifier option");

        await TypeAsync(page, Report);
        await page.ClickAsync("#classify");
        await page.WaitForSelectorAsync("#result:not([hidden])");

        Assert.Equal("reports", await TextAsync(page, "#classifier option"));
        Assert.Contains(await TextAsync(page, "#label"), (string[])["normal", "effusion", "fracture"]);
        Assert.Equal(3, await page.EvaluateExpressionAsync<int>("document.querySelectorAll('#probabilities tr').length"));
        Assert.Equal(Report, await page.EvaluateExpressionAsync<string>("document.getElementById('sentences').textContent"));
        Assert.Equal(3, await page.EvaluateExpressionAsync<int>("document.querySelectorAll('#sentences span').length"));
        Assert.Equal(0, await page.EvaluateExpressionAsync<int>("document.querySelectorAll('#sentences b').length"));
        Assert.NotEqual(
            "rgba(0, 0, 0, 0)", await page.EvaluateExpressionAsync<string>("getComputedStyle(document.querySelector('#sentences span')).backgroundColor"));
        Assert.Empty(errors);
        if (Environment.GetEnvironmentVariable("PAGE_SCREENSHOT") is { Length: > 0 } path)
        {
            await page.ScreenshotAsync(path, new ScreenshotOptions { FullPage = true });
        }
    }

    [Fact]
    public async Task A_person_is_asked_for_the_key_and_told_of_failures()
    {
        await using var service = await RunningService.StartAsync(model.Path, "--Service:ApiKey=secret", "--Service:MaximumTextLength=100");
        await using var browser = await LaunchAsync();
        await using var page = await browser.NewPageAsync();
        await page.GoToAsync(service.Address.ToString());
        await page.WaitForSelectorAsync("#key:not([hidden])");
        Assert.Contains("X-Api-Key", await TextAsync(page, "#problem"), StringComparison.Ordinal);

        await page.TypeAsync("#key", "secret");
        await TypeAsync(page, Report);
        await page.ClickAsync("#classify");
        await page.WaitForSelectorAsync("#result:not([hidden])");
        Assert.Equal("", await TextAsync(page, "#problem"));

        await TypeAsync(page, new string('a', 200));
        await page.ClickAsync("#classify");
        await page.WaitForSelectorAsync("#result[hidden]");
        Assert.Contains("200 characters", await TextAsync(page, "#problem"), StringComparison.Ordinal);
    }

    private static async Task<IBrowser> LaunchAsync()
    {
        var path = Environment.GetEnvironmentVariable("BROWSER_PATH") ?? Browsers.FirstOrDefault(File.Exists);
        Assert.SkipWhen(path is null, "No Chromium or Chrome was found; BROWSER_PATH names one.");
        return await Puppeteer.LaunchAsync(new LaunchOptions { ExecutablePath = path, Headless = true, Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"] });
    }

    private static Task TypeAsync(IPage page, string text) => page.EvaluateFunctionAsync("text => { document.getElementById('text').value = text; }", text);

    private static Task<string> TextAsync(IPage page, string selector) =>
        page.EvaluateFunctionAsync<string>("selector => document.querySelector(selector).textContent", selector);
}
