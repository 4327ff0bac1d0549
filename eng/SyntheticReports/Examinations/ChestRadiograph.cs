namespace SyntheticReports.Examinations;

internal static class ChestRadiograph
{
    private static readonly string[] Sides = ["on the right", "on the left"];
    private static readonly string[] Lobes = ["in the right upper zone", "in the left lower zone", "in the right mid zone", "in the left upper lobe", "in the right lower lobe"];

    public static Examination Create() => new(
        Titles: new(["Chest radiograph", "Chest X-ray, PA and lateral", "CXR"], ["Portable chest film", "Chest, two views"], ["AP chest film, supine", "Plain film of the chest"]),
        Techniques: ["PA and lateral views.", "Single AP view, patient sitting.", "Portable AP film. Rotated to the left.", "Two views. Shallow inspiration."],
        Complaints: new(
            ["Shortness of breath.", "Cough and fever for [3|5|10] days.", "Chest pain.", "Pre-operative.", "Fall from standing height."],
            ["Productive cough.", "Chest drain removed.", "Central line placed.", "Smoker, weight loss."],
            ["Breathless since yesterday.", "Raised inflammatory markers.", "Desaturated on the ward overnight.", "Before chemotherapy."]),
        Normal: new(
            ["Heart size is normal.", "The lungs are well inflated.", "The cardiac size is stable and within normal limits.", "Mediastinal contours are normal.", "Mild scoliosis, convex to the right.", "Sternotomy wires are intact."],
            ["There is a normal aortic knuckle.", "Degenerative change of the thoracic spine, in keeping with age.", "The trachea is central.", "Soft tissues of the chest wall are normal."],
            ["The clavicles are level.", "Cardiothoracic ratio 0.45.", "The gastric bubble lies on the left.", "The pacemaker leads lie where they should."]),
        NextSteps: ["CT", "low-dose CT", "PA film"],
        Findings:
        [
            new(Urgency.Now, new(["pneumothorax"], ["apical pneumothorax"], ["collection of air in the pleural space"]), ["at the right apex", "at the left apex", .. Sides])
            {
                OldNames = new(["pneumothorax"], ["drained pneumothorax"], ["residual pneumothorax with the drain in place"]),
                Millimetres = (8, 40),
            },
            new(Urgency.Now, new(["pleural effusion", "effusion"], ["basal effusion"], ["collection of pleural fluid"]), Sides)
            {
                OldNames = new(["pleural effusion"], ["chronic pleural effusion"], ["encysted effusion"]),
            },
            new(Urgency.Now, new(["consolidation", "airspace consolidation"], ["pneumonic consolidation"], ["pneumonia", "lobar opacification"]), Lobes)
            {
                Countable = false,
                Adjectives = ["patchy", "dense", "focal"],
                OldNames = new(["organising consolidation"], null, ["post-radiotherapy consolidation"]),
            },
            new(Urgency.Now, new(["pulmonary oedema", "pulmonary edema"], ["interstitial oedema"], ["fluid overload"]), ["in both lungs", "in both lower zones"])
            {
                Countable = false,
                Adjectives = ["mild", "marked", "moderate"],
            },
            new(Urgency.Now, new(["free air", "free gas"], ["subdiaphragmatic gas"], ["pneumoperitoneum"]), ["under the diaphragm", "under the right hemidiaphragm"])
            {
                Countable = false,
                Adjectives = [],
                CanResolve = false,
            },
            new(Urgency.Now, new(["rib fracture"], ["displaced rib fracture"], ["break of the rib"]), ["of the left sixth rib", "of the right eighth rib", "posterolaterally on the left"])
            {
                Adjectives = ["undisplaced", "posterior"],
                CanGrow = false,
                OldNames = new(["healed rib fracture", "old rib fracture"], null, ["callused rib fracture"]),
                CanResolve = false,
            },
            new(Urgency.Later, new(["nodule", "lung nodule"], ["rounded opacity"], ["coin lesion", "nodular density"]), Lobes)
            {
                OldNames = new(["nodule", "calcified granuloma"], ["lung nodule"], ["coin lesion"]),
                Adjectives = ["small", "ill-defined", "faint"],
                Millimetres = (6, 18),
            },
            new(Urgency.Later, new(["hilar enlargement", "hilar prominence"], ["hilar bulk"], ["fullness of the hilum"]), Sides)
            {
                Countable = false,
                OldNames = new(["hilar enlargement"], null, ["fullness of the hilum"]),
                Adjectives = ["mild", "asymmetric"],
            },
        ]);
}
