namespace SyntheticReports.Examinations;

internal static class ChestTomography
{
    private static readonly string[] Lobes = ["in the right upper lobe", "in the lingula", "in the middle lobe", "in the left lower lobe", "in the right lower lobe"];

    public static Examination Create() => new(
        Titles: new(["CT chest", "CT pulmonary angiogram"], ["CT thorax with contrast", "CTPA"], ["Computed tomography of the thorax", "Chest CT, low dose"]),
        Techniques: ["1.25 mm sections after 70 ml of contrast.", "Unenhanced, low dose.", "Arterial phase; breathing artefact at the bases.", "Contrast-enhanced, good opacification."],
        Complaints: new(
            ["Raised D-dimer.", "Pleuritic chest pain.", "Haemoptysis.", "Staging."],
            ["Sudden dyspnoea after a flight.", "Tearing chest pain.", "Weight loss and night sweats."],
            ["Tachycardic, calf swelling.", "Abnormal film last week.", "Lung cancer screening."]),
        Normal: new(
            ["The main airways are patent.", "The heart is not enlarged.", "The thymus is involuted.", "The visible liver is unremarkable."],
            ["There is a normal azygos vein.", "No bone destruction.", "Mild dependent atelectasis, as expected."],
            ["The oesophagus is not dilated.", "Chest wall and axillae are normal.", "Coronary calcification is stable and mild."]),
        NextSteps: ["CT", "low-dose CT", "PET-CT"],
        Findings:
        [
            new(Urgency.Now, new(["pulmonary embolism", "pulmonary embolus"], ["filling defect"], ["intraluminal clot"]), ["in the right lower lobe artery", "in the left main pulmonary artery", "in a segmental branch to the lingula"])
            {
                OldNames = new(["chronic embolus"], ["residual embolic web"], ["organised mural thrombus"]),
                Adjectives = ["occlusive", "acute", "non-occlusive"],
            },
            new(Urgency.Now, new(["aortic dissection"], ["intimal flap"], ["false lumen"]), ["distal to the left subclavian artery", "in the ascending aorta"])
            {
                OldNames = new(["chronic dissection"], null, ["repaired dissection"]),
                Adjectives = ["acute"],
                CanResolve = false,
            },
            new(Urgency.Now, new(["pneumothorax"], null, ["collection of air in the pleural space"]), ["on the right", "on the left"])
            {
                Millimetres = (8, 35),
            },
            new(Urgency.Now, new(["pericardial effusion"], ["pericardial collection"], ["fluid around the heart"]), ["in front of the right ventricle", "around both ventricles"])
            {
                OldNames = new(["pericardial effusion"], null, ["trace of pericardial fluid"]),
                Millimetres = (9, 28),
            },
            new(Urgency.Now, new(["consolidation"], ["airspace disease"], ["pneumonia"]), Lobes)
            {
                Countable = false,
                Adjectives = ["dense", "patchy"],
            },
            new(Urgency.Later, new(["ground-glass nodule", "solid nodule"], ["part-solid nodule"], ["subsolid lesion", "spiculated lesion"]), Lobes)
            {
                OldNames = new(["solid nodule", "ground-glass nodule"], ["calcified nodule"], ["subsolid lesion"]),
                Adjectives = ["small", "lobulated"],
                Millimetres = (5, 16),
            },
            new(Urgency.Later, new(["enlarged mediastinal node", "enlarged lymph node"], ["paratracheal node"], ["bulky lymph node"]), ["in the right paratracheal station", "below the carina"])
            {
                OldNames = new(["enlarged mediastinal node"], null, ["bulky lymph node"]),
                Adjectives = ["single", "rounded"],
                Millimetres = (12, 24),
            },
            new(Urgency.Later, new(["thyroid nodule"], ["hypodense thyroid nodule"], ["focal thyroid lesion"]), ["in the right thyroid lobe", "in the isthmus"])
            {
                OldNames = new(["thyroid nodule"], null, ["focal thyroid lesion"]),
                Adjectives = ["incidental", "hypodense"],
                Millimetres = (11, 26),
            },
            new(Urgency.Later, new(["adrenal nodule"], ["adrenal lesion"], ["adrenal mass"]), ["on the left", "on the right"])
            {
                OldNames = new(["adrenal adenoma", "adrenal nodule"], null, ["adrenal mass"]),
                Adjectives = ["incidental", "indeterminate"],
                Millimetres = (11, 30),
            },
        ]);
}
