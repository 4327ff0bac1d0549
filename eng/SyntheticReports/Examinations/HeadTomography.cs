namespace SyntheticReports.Examinations;

internal static class HeadTomography
{
    public static Examination Create() => new(
        Titles: new(["CT head", "CT brain without contrast"], ["Unenhanced head CT", "CT of the head"], ["Cranial CT", "Computed tomography of the brain"]),
        Techniques: ["Axial sections without contrast.", "Volume acquisition, bone and soft tissue windows.", "Motion artefact; repeated once."],
        Complaints: new(
            ["Head injury on anticoagulants.", "Headache.", "Sudden weakness of the left arm.", "Confusion."],
            ["Collapse.", "First seizure.", "Dizziness and vomiting."],
            ["Found on the floor.", "Worst headache ever.", "Speech disturbance for two hours."]),
        Normal: new(
            ["Sulci are appropriate for age.", "The pineal gland is calcified.", "The basal cisterns are open.", "Paranasal sinuses are clear."],
            ["There is a normal craniocervical junction.", "Mild involutional change.", "Orbits are normal."],
            ["The midline is undisplaced.", "The nasal septum deviates to the left.", "Mastoid air cells are aerated."]),
        NextSteps: ["MRI", "contrast-enhanced MRI", "MR angiography"],
        Findings:
        [
            new(Urgency.Now, new(["subdural haematoma", "subdural hematoma"], ["extra-axial bleed"], ["subdural collection"]), ["over the left convexity", "along the right tentorium"])
            {
                OldNames = new(["chronic subdural haematoma"], null, ["chronic subdural collection"]),
                Adjectives = ["acute", "thin"],
                Millimetres = (4, 18),
            },
            new(Urgency.Now, new(["intracranial haemorrhage", "intracranial hemorrhage"], ["parenchymal bleed"], ["intracerebral blood"]), ["in the left thalamus", "in the right frontal lobe"])
            {
                Countable = false,
                Adjectives = ["acute", "petechial"],
            },
            new(Urgency.Now, new(["acute infarct", "infarct"], ["ischaemic lesion"], ["territorial ischaemia"]), ["in the left middle cerebral artery territory", "in the right cerebellum"])
            {
                OldNames = new(["old infarct", "mature infarct"], null, ["gliotic scar after stroke"]),
                Adjectives = ["small", "large"],
                CanGrow = false,
                CanResolve = false,
            },
            new(Urgency.Now, new(["hydrocephalus"], ["ventricular dilatation"], ["obstructed ventricular system"]), ["with transependymal change", "of all four ventricles"])
            {
                Countable = false,
                OldNames = new(["shunted hydrocephalus"], null, ["compensated hydrocephalus"]),
                Adjectives = ["mild", "marked"],
            },
            new(Urgency.Now, new(["skull fracture"], ["depressed fracture"], ["break in the calvarium"]), ["of the left temporal bone", "of the occiput"])
            {
                OldNames = new(["old skull fracture"], null, ["healed break in the calvarium"]),
                Adjectives = ["linear", "undisplaced"],
                CanGrow = false,
                CanResolve = false,
            },
            new(Urgency.Later, new(["meningioma"], ["dural-based mass"], ["extra-axial mass"]), ["along the falx", "at the left sphenoid wing"])
            {
                OldNames = new(["meningioma"], null, ["extra-axial mass"]),
                Adjectives = ["calcified", "small"],
                Millimetres = (9, 24),
                CanResolve = false,
            },
            new(Urgency.Later, new(["pituitary lesion"], ["sellar lesion"], ["sellar fullness"]), ["to the left of the midline", "with suprasellar extension"])
            {
                OldNames = new(["pituitary lesion", "pituitary adenoma"], null, ["sellar fullness"]),
                Adjectives = ["incidental", "small"],
                Millimetres = (7, 15),
                CanResolve = false,
            },
            new(Urgency.Later, new(["aneurysm"], ["unruptured aneurysm"], ["outpouching of the artery"]), ["at the middle cerebral bifurcation", "of the anterior communicating artery"])
            {
                OldNames = new(["coiled aneurysm", "aneurysm"], null, ["outpouching of the artery"]),
                Adjectives = ["small", "saccular"],
                Millimetres = (3, 7),
                CanResolve = false,
            },
        ]);
}
