using SyntheticReports.Grammar;

namespace SyntheticReports.Examinations;

internal static class LimbRadiograph
{
    public static Examination Hand() => Create(
        new(["Radiograph of the wrist and hand", "X-ray right hand"], ["Wrist, scaphoid series"], ["Plain films of the left wrist"]),
        fractures: ["of the distal radius", "of the scaphoid waist", "through the base of the fifth metacarpal"],
        dislocations: ["of the lunate", "of the proximal interphalangeal joint"],
        infections: ["of the index finger", "of the terminal phalanx"],
        bodies: ["in the palm", "beside the nail bed"],
        lesions: ["in the distal radius", "in the capitate"],
        joints: ["of the radial articular surface", "of the lunate"],
        shafts: ["in the proximal phalanx", "in the second metacarpal"]);

    public static Examination Leg() => Create(
        new(["X-ray left knee and ankle", "Radiograph of the lower leg and foot"], ["Ankle, three views"], ["Plain films of the knee and foot"]),
        fractures: ["of the lateral malleolus", "of the tibial plateau", "through the base of the fifth metatarsal"],
        dislocations: ["of the patella", "of the subtalar joint"],
        infections: ["of the great toe", "of the calcaneus"],
        bodies: ["in the sole", "anterior to the knee"],
        lesions: ["in the distal femur", "in the proximal tibia"],
        joints: ["of the talar dome", "of the medial femoral condyle"],
        shafts: ["in the fibula", "in the distal femur"]);

    private static Examination Create(
        Phrases titles,
        string[] fractures,
        string[] dislocations,
        string[] infections,
        string[] bodies,
        string[] lesions,
        string[] joints,
        string[] shafts) => new(
        Titles: titles,
        Techniques: ["Two projections.", "AP and lateral views.", "Three views, cast in place.", "Oblique view added."],
        Complaints: new(
            ["Fall at home.", "Twisting injury.", "Pain after a collision.", "Pain for [2|3|6] weeks."],
            ["Sports injury.", "Tender on palpation.", "Night pain."],
            ["Went over on it yesterday.", "Check in plaster.", "Swollen, hot joint."]),
        Normal: new(
            ["The remaining joints are well aligned.", "Joint spaces are preserved.", "Bone density is normal.", "No soft tissue gas."],
            ["Age-related degenerative change.", "There is a normal accessory ossicle.", "The screws are well seated."],
            ["The growth plates are closed.", "Bone texture is regular elsewhere.", "Vascular calcification."]),
        NextSteps: ["MRI", "CT", "repeat film"],
        Findings:
        [
            new(Urgency.Now, new(["fracture"], ["cortical fracture", "transverse fracture"], ["break of the cortex"]), fractures)
            {
                OldNames = new(["old fracture", "healed fracture"], ["united fracture"], ["consolidated break"]),
                Adjectives = ["undisplaced", "comminuted", "impacted"],
                CanGrow = false,
                CanResolve = false,
            },
            new(Urgency.Now, new(["dislocation"], ["joint dislocation"], ["loss of joint congruity"]), dislocations)
            {
                Adjectives = ["dorsal", "complete"],
                CanGrow = false,
                CanResolve = false,
            },
            new(Urgency.Now, new(["osteomyelitis"], ["bone infection"], ["infective bone destruction"]), infections)
            {
                Countable = false,
                Adjectives = ["early", "extensive"],
                OldNames = new(["treated osteomyelitis"], null, ["burnt-out bone infection"]),
            },
            new(Urgency.Now, new(["foreign body"], ["radiopaque foreign body"], ["metallic splinter"]), bodies)
            {
                Adjectives = ["small", "sharp"],
                CanGrow = false,
                CanResolve = false,
                OldNames = new(["retained foreign body"], null, ["encapsulated splinter"]),
                Millimetres = (2, 8),
            },
            new(Urgency.Later, new(["lytic lesion", "bone lesion"], ["lucent lesion"], ["hole in the trabecular pattern"]), lesions)
            {
                OldNames = new(["bone island", "bone lesion"], null, ["non-ossifying fibroma"]),
                Adjectives = ["small", "ill-defined"],
                Millimetres = (8, 30),
            },
            new(Urgency.Later, new(["osteochondral defect"], ["osteochondral lesion"], ["subchondral crater"]), joints)
            {
                OldNames = new(["osteochondral defect"], null, ["subchondral crater"]),
                Adjectives = ["small", "shallow"],
                Millimetres = (5, 14),
            },
            new(Urgency.Later, new(["enchondroma"], ["cartilage tumour"], ["chondroid matrix lesion"]), shafts)
            {
                OldNames = new(["enchondroma"], null, ["chondroid matrix lesion"]),
                Adjectives = ["expansile", "small"],
                Millimetres = (9, 32),
                CanResolve = false,
            },
        ]);
}
